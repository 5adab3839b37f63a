"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { driverCode, useDriverWords } from "@/components/signing/driver-words";
import { beijingTime, type Locale } from "@/lib/i18n/instants";
import { signatureReason } from "@/lib/i18n/signature-reasons";

/**
 * The course of one way of signing in. `attempt` gives null when it went well, else the code of the refusal:
 * `SIGN_IN_FAILED`, `TOO_MANY_TRIES@<instant>`, `SIGNATURE_INVALID@<reason>`, anything else is a defect.
 */
export function useEnter(way: "certificate" | "password", next: string) {
  const t = useTranslations("signIn");
  const locale = useLocale() as Locale;
  const router = useRouter();
  const driverWords = useDriverWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const words = (code: string): string => {
    const [name, instant] = code.split("@");
    if (name === "SIGNATURE_INVALID" && instant)
      return t("badCertificate", { reason: signatureReason(locale, instant) });
    const until = new Date(instant ?? "");
    if (name === "TOO_MANY_TRIES" && !Number.isNaN(until.getTime())) return t("tooMany", { until: beijingTime(until) });
    if (name === "SIGN_IN_FAILED") return t(way === "certificate" ? "failedCertificate" : "failedPassword");
    return t("defect");
  };
  const enter = async (attempt: () => Promise<string | null>) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    let said: string | null = null;
    const code = await attempt().catch((error: unknown) => {
      if (driverCode(error)) said = driverWords(error);
      return "DEFECT";
    });
    if (code === null) {
      // No new document: the key file opened for signing in stays open for the acts that follow.
      router.replace(next);
      router.refresh();
      return;
    }
    setBusy(false);
    setError(said ?? words(code));
  };
  return { busy, error, enter };
}
