"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useEnter } from "./use-enter";

/** Sign-in by account, password and one-time code. */
export function PasswordSignIn({ next }: { readonly next: string }) {
  const t = useTranslations("signIn");
  const { busy, error, enter } = useEnter("password", next);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const entry = (name: string) => String(form.get(name) ?? "");
    const [login, password, code] = [entry("login"), entry("password"), entry("code")];
    void enter(async () => {
      const answer = await signIn("password", { login, password, code, redirect: false });
      return answer?.ok && !answer.error ? null : (answer?.error ?? "DEFECT");
    });
  };
  return (
    // Without script nothing is sent: a password must never end up in an address.
    <form method="post" onSubmit={submit} aria-busy={busy}>
      {error ? (
        <Notice tone="bad" role="alert">
          {error}
        </Notice>
      ) : null}
      <TextField name="login" label={t("account")} autoComplete="username" autoCapitalize="none" spellCheck={false} />
      <TextField name="password" label={t("secret")} type="password" autoComplete="current-password" />
      <TextField
        name="code"
        label={t("code")}
        hint={t("codeHint")}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="\s*\d{6}\s*"
        maxLength={8}
      />
      <button type="submit" className="btn primary lg" style={{ width: "100%" }} disabled={busy}>
        {busy ? t("working") : t("submit")}
      </button>
    </form>
  );
}
