/** States of a message to the public service platform (data dictionary §8.2). */
export type ExchangeState = "held" | "pending" | "sent" | "retrying" | "accepted" | "rejected" | "dead" | "superseded";

export const EXCHANGE_STATES: readonly ExchangeState[] = [
  "held",
  "pending",
  "sent",
  "retrying",
  "accepted",
  "rejected",
  "dead",
  "superseded",
];

/** Still on its way: whatever comes after it in the same queue waits. */
export const UNFINISHED: readonly ExchangeState[] = ["pending", "sent", "retrying"];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIRST: readonly number[] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR];
const UNTIL = 24 * HOUR;

/**
 * Milliseconds until the next try after `attempts` failed ones: 1, 5, 15 minutes, 1 hour, then hourly to 24 hours; null
 * when the day is over and a person has to look (data dictionary §8.2).
 * @param attempts tries so far, from 1
 */
export function retryDelayMs(attempts: number): number | null {
  const delay = FIRST[attempts - 1] ?? HOUR;
  const sum = FIRST.slice(0, attempts - 1).reduce((total, one) => total + one, 0);
  const waited = sum + Math.max(0, attempts - 1 - FIRST.length) * HOUR;
  return waited + delay > UNTIL ? null : delay;
}

/** Codes named by a record: its own key and the fields that point upwards; a record waits for those above it. */
export function codesOf(key: string, payload: unknown): readonly string[] {
  const fields = typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {};
  const named = ["PROJECT_CODE", "TENDER_PROJECT_CODE", "BID_SECTION_CODE", "BID_SECTION_CODES"].flatMap((name) => {
    const value = fields[name];
    return Array.isArray(value) ? value : typeof value === "string" ? value.split(",") : [];
  });
  return [key, ...named].filter(
    (code): code is string => typeof code === "string" && /^[A-Z]\d{6}[0-9A-Z]{4}\d{6,12}/.test(code),
  );
}

/** Records that must be there first: project, tender project and lot of the codes (500 → 501 → 502 → all others). */
export function parentsOf(
  kind: number,
  codes: readonly string[],
): readonly { readonly kind: number; readonly key: string }[] {
  const LENGTHS = [
    { kind: 500, length: 17 },
    { kind: 501, length: 20 },
    { kind: 502, length: 23 },
  ];
  const found = codes.flatMap((code) =>
    LENGTHS.filter((level) => level.kind < kind && code.length >= level.length).map((level) => ({
      kind: level.kind,
      key: code.slice(0, level.length),
    })),
  );
  return [...new Map(found.map((one) => [`${one.kind}/${one.key}`, one])).values()];
}
