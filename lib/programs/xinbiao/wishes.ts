import { second } from "@/lib/crypto/canonical";
import type { InspectWishes } from "@/lib/crypto/inspect";
import { machineNow } from "@/lib/kernel/clock";
import { type Call, incomplete, type Words } from "./command";
import { readCertificates, readSmall } from "./files";

export const TRUST_OPTIONS = {
  anchor: { type: "string", multiple: true },
  crl: { type: "string", multiple: true },
  at: { type: "string" },
} as const;

export const TRUST_HELP: Readonly<Record<string, Words>> = {
  anchor: {
    zh: "信任的 CA 证书（PEM 或 DER，可重复）；不给则不判断证书是否可信",
    en: "certificate of a believed authority (PEM or DER, repeatable); without it paths are not judged",
  },
  crl: { zh: "吊销列表（DER，可重复）", en: "revocation list (DER, repeatable)" },
  at: {
    zh: "按这一时刻判断证书，如 2026-11-20T01:02:03Z；默认为现在",
    en: "judge certificates at this instant, as 2026-11-20T01:02:03Z; now unless told",
  },
};

/**
 * Whom the reader believes, and for when: now, or as told (the time of the receipt's token). The seal's \`created\` is the
 * bidder's own word (§2.7); judged by it, an expired certificate would be good again for whoever dates back.
 */
export async function trustOf(call: Call): Promise<Omit<InspectWishes, "policy">> {
  const anchors = (await Promise.all(call.texts("anchor").map(readCertificates))).flat();
  const crls = await Promise.all(call.texts("crl").map(readSmall));
  const told = call.text("at");
  if (told !== undefined && !isInstant(told))
    incomplete({ zh: "--at 的写法如 2026-11-20T01:02:03Z", en: "--at is written as 2026-11-20T01:02:03Z" });
  const at = [told ? new Date(told) : machineNow()];
  return { at, crls, ...(anchors.length > 0 ? { anchors } : {}) };
}

const isInstant = (text: string): boolean =>
  !Number.isNaN(Date.parse(text)) && second(new Date(text)).slice(0, 19) === text.slice(0, 19) && text.endsWith("Z");
