"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { KeyPicker } from "@/components/signing/key-picker";
import {
  type KeyChoice,
  loadedKeys,
  type PreparedItem,
  signItem,
  signingCertificates,
} from "@/components/signing/keyring";
import type { ActState } from "@/components/ui/act-context";
import { Notice } from "@/components/ui/notice";
import { RuleLink } from "@/components/ui/rule-link";
import { useEnter } from "./use-enter";

type Props = {
  /** Server action that makes a fresh challenge. */
  readonly prepare: (input: Record<never, never>) => Promise<ActState<PreparedItem>>;
  readonly next: string;
};

/** Sign-in with the key of a certificate: challenge, signature, session. */
export function CertificateSignIn({ prepare, next }: Props) {
  const t = useTranslations("signIn");
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  const chosen = choice ?? firstOfTab();
  const { busy, error, enter } = useEnter("certificate", next);
  const submit = () =>
    enter(async () => {
      const challenge = await prepare({});
      if (!chosen || !challenge.ok) return "DEFECT";
      const signed = await signItem(chosen, challenge.value);
      const answer = await signIn("certificate", { ...signed, redirect: false });
      return answer?.ok && !answer.error ? null : (answer?.error ?? "DEFECT");
    });
  return (
    <>
      {error ? (
        <Notice tone="bad" role="alert">
          {error}
        </Notice>
      ) : null}
      <KeyPicker choice={chosen} onChoose={setChoice} />
      <noscript>
        <p className="sec">{t("needScript")}</p>
      </noscript>
      <p style={{ marginTop: 24 }}>
        <button
          type="button"
          className="btn primary lg"
          style={{ width: "100%" }}
          onClick={submit}
          disabled={busy || !chosen}
        >
          {busy ? t("working") : t("submit")}
        </button>
      </p>
      <p className="sec" style={{ marginTop: 12 }}>
        {t("anyCa")} <RuleLink id="R-30" />
      </p>
    </>
  );
}

/** A key that was opened on an earlier page of this tab is still there. */
function firstOfTab(): KeyChoice | null {
  const key = loadedKeys()[0];
  const certificate = key && signingCertificates(key)[0];
  return key && certificate ? { key, certificate: certificate.id } : null;
}
