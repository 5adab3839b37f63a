import { type PathResult, validatePath } from "@/lib/crypto/path";
import type { PathCase } from "./certs-suites";

/** No case may cost more, whatever was sent (protocol §3.8). */
const LIMIT_MS = 2_000;

export type CaseVerdict = {
  readonly id: string;
  readonly tier: string;
  readonly outcome: "right" | "false accept" | "false reject" | "timeout" | "no verdict";
  /** Whether this outcome breaks the rule of its tier. */
  readonly gating: boolean;
  readonly detail: string;
};

/** Reasons with which a `fail-closed` case that is good may be refused: they say that the feature is not supported. */
const UNSUPPORTED = ["PATH_NAME_CONSTRAINT_UNSUPPORTED", "PATH_POLICY_UNSUPPORTED", "PATH_REVOCATION_UNKNOWN"];

/** Runs one case and compares by the rule of its tier; CPU time counts, not the clock on the wall. */
export async function judgeCase({ id, tier, expected, input }: PathCase): Promise<CaseVerdict> {
  const before = process.cpuUsage();
  const result = await validatePath(input);
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1_000;
  const detail = result.ok ? "accepted" : `${result.reason} ${result.detail}`;
  if (ms > LIMIT_MS) return { id, tier, outcome: "timeout", gating: true, detail: `${Math.round(ms)} ms of CPU` };
  if (expected === null) return { id, tier, outcome: "no verdict", gating: false, detail };
  if ((expected === "SUCCESS") === result.ok) return { id, tier, outcome: "right", gating: false, detail };
  const outcome = result.ok ? "false accept" : "false reject";
  return { id, tier, outcome, gating: breaks(tier, result), detail };
}

function breaks(tier: string, { ok, reason }: PathResult): boolean {
  if (tier === "core") return true;
  return tier === "fail-closed" && (ok || !UNSUPPORTED.includes(reason ?? ""));
}

export type TierTally = {
  readonly tier: string;
  readonly right: number;
  readonly falseAccept: number;
  readonly falseReject: number;
  readonly timeout: number;
  readonly noVerdict: number;
};

/** Counts per tier, in the order in which tiers appear. */
export function tally(verdicts: readonly CaseVerdict[]): readonly TierTally[] {
  return [...new Set(verdicts.map(({ tier }) => tier))].map((tier) => {
    const count = (outcome: CaseVerdict["outcome"]) =>
      verdicts.filter((verdict) => verdict.tier === tier && verdict.outcome === outcome).length;
    return {
      tier,
      right: count("right"),
      falseAccept: count("false accept"),
      falseReject: count("false reject"),
      timeout: count("timeout"),
      noVerdict: count("no verdict"),
    };
  });
}
