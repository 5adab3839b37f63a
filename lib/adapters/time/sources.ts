import { randomBytes } from "node:crypto";
import { peekTimestamp } from "@/lib/crypto/timestamp";
import { type Env, listOf } from "../settings";
import { httpTsa } from "../tsa/http";
import { ntpTime } from "./ntp";

type Source = {
  readonly name: string;
  readonly follows: "platform" | "real";
  now(): Promise<{ readonly at: Date; readonly withinMs: number }>;
};

/** An authority that does not state how exact it is may give whole seconds. */
const UNSTATED_MS = 1_000;

/**
 * The time sources of TIME_SOURCES, separated by commas: `ntp://host[:port]` (SNTP, RFC 4330) or the address of a timestamp
 * authority. Where none is named, the platform's own timestamp authority.
 * @throws {Error} for an address of another kind
 */
export function timeSources(env: Env): readonly Source[] {
  return listOf(env.TIME_SOURCES ?? env.TSA_URL).map((address) => {
    const { protocol, hostname, port } = new URL(address);
    if (protocol === "ntp:")
      return { name: address, follows: "real" as const, now: () => ntpTime(hostname, Number(port || 123)) };
    if (protocol === "http:" || protocol === "https:") return tsaTime(address);
    throw new Error(`TIME_SOURCES: ${address} is neither ntp:// nor a timestamp authority`);
  });
}

/** Whether to believe the signer is not asked: a source that lies is outvoted, and one alone can stop, never alter. */
function tsaTime(url: string): Source {
  const tsa = httpTsa(url);
  return {
    name: url,
    follows: "platform",
    now: async () => {
      const { genTime, accuracyMs } = peekTimestamp(await tsa.stamp(new Uint8Array(randomBytes(32))));
      return { at: genTime, withinMs: accuracyMs ?? UNSTATED_MS };
    },
  };
}
