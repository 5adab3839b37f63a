"use client";

import { useTranslations } from "next-intl";

const SAID = ["policy", "tender", "trustee", "signature", "binding", "root"] as const;

/**
 * Says in words why a file was not taken; the library's own word stands behind it for whoever asks for help.
 * @param form what a file of another form is called: papers of a lot, or a container
 */
export function useReason(form: "papers" | "container"): (error: unknown) => string {
  const t = useTranslations("offline.reason");
  return (error) => {
    const reason = typeof error === "object" && error !== null && "reason" in error ? String(error.reason) : null;
    const detail = error instanceof Error ? error.message : String(error);
    return t(SAID.find((one) => one === reason) ?? (reason ? form : "other"), { detail });
  };
}
