import { z } from "zod";
import { decodeBase64 } from "./binding";
import { canonicalBytes, instant } from "./canonical";
import { reject } from "./reasons";
import { fmt, micros, named, readShape, x } from "./shape";

/** Off by so much for certain, ms (protocol §5.1): bids are not taken above the one, and taken again from the other on. */
const [STOPS_MS, RESUMES_MS] = [1000, 500];

const clock = z
  .strictObject({
    /** By the sources: the platform's own clock would be the wrong one. */
    at: micros,
    fmt,
    /** The platform's clock was ahead by no less than `low` and no more than `high`, ms; negative: behind. */
    off_ms: z.strictObject({ high: z.int(), low: z.int() }),
    /** All that were asked, in order. */
    sources: z.array(named(200)).min(1),
    state: z.enum(["stopped", "resumed"]),
    type: z.literal("clock"),
    x,
  })
  .refine(({ off_ms: { high, low } }) => low <= high)
  .refine(({ off_ms: { high, low }, state }) => {
    const certainly = Math.max(0, low, -high);
    return state === "stopped" ? certainly >= STOPS_MS : certainly <= RESUMES_MS;
  });
export type ClockStatement = z.infer<typeof clock>;

const evidence = z.strictObject({
  cms: z.base64(),
  log: z.strictObject({ event: z.base64(), blind: z.base64(), proof: z.string() }).nullable(),
  statement: z.base64(),
  timestamp: z.base64().nullable(),
});

export const CLOCK_SHAPES = { clock, "clock-evidence": evidence } as const;

/** What the platform signs when it stops taking bids since its clock is off, and when it goes on (protocol §5.1). */
export const clockStatement = (said: {
  readonly at: Date;
  readonly low: number;
  readonly high: number;
  readonly sources: readonly string[];
  readonly state: ClockStatement["state"];
}): Uint8Array<ArrayBuffer> =>
  canonicalBytes({
    at: instant(said.at),
    fmt: "SBC/1",
    // Outwards, so that it stays true; and no -0, which has no canonical form.
    off_ms: { high: Math.ceil(said.high) + 0, low: Math.floor(said.low) + 0 },
    sources: [...said.sources].sort(),
    state: said.state,
    type: "clock",
  });

/** @throws reason `shape`, `not-canonical` */
export const readClock = (bytes: Uint8Array): ClockStatement => readShape(clock, bytes, "shape");

export type ClockEvidence = {
  readonly statement: Uint8Array;
  readonly cms: Uint8Array;
  /** RFC 3161 token over the statement; null while no authority has answered. */
  readonly timestamp: Uint8Array | null;
  /** Its place in the log; null while that has not sealed it. */
  readonly log: { readonly event: Uint8Array; readonly blind: Uint8Array; readonly proof: string } | null;
};

/** Whether a text is what `GET /api/v1/outages/{hash}` answers of the clock, well made or not, and not of a witness. */
export const isClockEvidence = (text: string): boolean => {
  try {
    return "statement" in (JSON.parse(text) as object);
  } catch {
    return false;
  }
};

/** @throws reason `shape` */
export function readClockEvidence(text: string): ClockEvidence {
  const parsed = evidence.safeParse(JSON.parse(text));
  if (!parsed.success) return reject("shape", "not {statement, cms, timestamp, log}");
  const { cms, log, statement, timestamp } = parsed.data;
  return {
    statement: decodeBase64(statement),
    cms: decodeBase64(cms),
    timestamp: timestamp === null ? null : decodeBase64(timestamp),
    log: log && { ...log, event: decodeBase64(log.event), blind: decodeBase64(log.blind) },
  };
}
