"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { CheckField } from "@/components/ui/choice-field";
import { CopyButton } from "@/components/ui/copy-button";
import { TextField } from "@/components/ui/field";

type Props = {
  readonly secret: string;
  /** The QR code, drawn on the server. */
  readonly qr: ReactNode;
  readonly name?: string;
  readonly phone?: string;
};

/** A person's half of a registration: who, how reached, how they sign in, and what they agree to. */
export function PersonFields({ name = "", phone = "", ...made }: Props) {
  const t = useTranslations("register");
  // Kept as it was first shown: a page made anew brings another secret, but this one is in the person's app by now.
  const [{ secret, qr }] = useState(made);
  return (
    <>
      <TextField name="personName" label={t("personName")} autoComplete="name" maxLength={60} defaultValue={name} />
      <TextField name="idNumber" label={t("idNumber")} hint={t("idNumberHint")} autoComplete="off" maxLength={40} />
      <TextField name="phone" label={t("phone")} type="tel" autoComplete="tel" maxLength={20} defaultValue={phone} />
      <TextField
        name="login"
        label={t("login")}
        hint={t("loginHint")}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={32}
      />
      <TextField
        name="password"
        label={t("password")}
        hint={t("passwordHint")}
        type="password"
        autoComplete="new-password"
      />
      <TextField name="passwordAgain" label={t("passwordAgain")} type="password" autoComplete="new-password" />
      <input type="hidden" name="codeSecret" value={secret} />
      <div className="field">
        <p className="lab">{t("totp")}</p>
        <p className="hint">{t("totpHint")}</p>
        <div className="row gap16">
          {qr}
          <p>
            {t("totpSecret")}
            <br />
            <span className="mono">{secret.match(/.{4}/g)?.join(" ")}</span>{" "}
            <CopyButton value={secret} label={t("copySecret")} done={t("copied")} />
          </p>
        </div>
      </div>
      <TextField name="code" label={t("code")} inputMode="numeric" autoComplete="one-time-code" maxLength={6} short />
      <p className="sec" style={{ marginTop: 16 }}>
        <a href="/help/rules" target="_blank" rel="noreferrer">
          {t("terms")}
        </a>
        {"　"}
        <a href="/help#privacy" target="_blank" rel="noreferrer">
          {t("privacy")}
        </a>
      </p>
      <CheckField name="consent" value="on" label={t("consent")} required />
      <CheckField name="consentIdentity" value="on" label={t("consentIdentity")} required />
    </>
  );
}
