"use client";

import { useTranslations } from "next-intl";

const BRIDGE = [
  "BRIDGE_ABSENT",
  "BRIDGE_DECLINED",
  "BRIDGE_INPUT",
  "BRIDGE_PAIRING",
  "BRIDGE_PIN",
  "BRIDGE_PIN_LOCKED",
  "BRIDGE_REPLAY",
  "BRIDGE_SESSION",
  "BRIDGE_TOKEN",
] as const;
export type BridgeWord = (typeof BRIDGE)[number];

/** Which of the token bridge's own refusals this is; null for anything else. */
export const bridgeWord = (error: unknown): BridgeWord | null =>
  BRIDGE.find((one) => one === driverCode(error)) ?? null;

/** The code of a driver's refusal; empty for a defect. */
export const driverCode = (error: unknown): string => {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return /^(BRIDGE|SIGNER)_/.test(code) ? code : "";
};

/** Says why a key did not sign or open: a mistyped PIN is told as one, not as a certificate that does not work. */
export function useDriverWords(): (error: unknown) => string {
  const t = useTranslations("ui");
  return (error) => {
    const bridge = bridgeWord(error);
    if (bridge) return t(`token.${bridge}`);
    const code = driverCode(error);
    if (code.startsWith("SIGNER_REMOTE_")) return t(`phone.${code}`);
    return code ? t("sign.driver", { code }) : t("sign.keyFailed");
  };
}
