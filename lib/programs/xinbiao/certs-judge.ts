/** No case may cost more, whatever was sent (protocol §3.8). */
export const LIMIT_MS = 2_000;

/** What our code said of one case. */
export type Said = {
  readonly ok: boolean;
  readonly detail: string;
  /** Refused because a feature is not supported, and the words say which. */
  readonly unsupported?: boolean;
  /** Refused by name for a reason the suite does not ask about: it counts neither for us nor against us. */
  readonly besides?: boolean;
};

export type SuiteCase = {
  readonly id: string;
  readonly tier: string;
  /** Null where the suite has no verdict: the answer must be clear all the same. */
  readonly expected: "SUCCESS" | "FAILURE" | null;
  readonly judge: () => Promise<Said>;
};

/** A file of cases; `fault` says in words why it, or a part of it, could not be read as what it is. */
export type Suite = { readonly name: string; readonly cases: readonly SuiteCase[]; readonly fault?: string };

export type Outcome = "right" | "false accept" | "false reject" | "timeout" | "no verdict" | "crash";

export type CaseVerdict = {
  readonly id: string;
  readonly tier: string;
  readonly outcome: Outcome;
  /** Whether this outcome breaks the rule of its tier. */
  readonly gating: boolean;
  readonly detail: string;
};

/** Runs one case and compares by the rule of its tier; CPU time counts, not the clock on the wall. */
export async function judgeCase(test: SuiteCase, limitMs = LIMIT_MS): Promise<CaseVerdict> {
  const { id, tier, expected } = test;
  const before = process.cpuUsage();
  const said = await test.judge().catch((error: unknown) => ({ crash: String(error) }));
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1_000;
  if (ms > limitMs) return { id, tier, outcome: "timeout", gating: true, detail: `${Math.round(ms)} ms of CPU` };
  // What throws has answered nothing; whoever forgets to catch it might go on as if it were a yes.
  if ("crash" in said) return { id, tier, outcome: "crash", gating: true, detail: said.crash };
  const { ok, detail } = said;
  if (expected === null || said.besides) return { id, tier, outcome: "no verdict", gating: false, detail };
  if ((expected === "SUCCESS") === ok) return { id, tier, outcome: "right", gating: false, detail };
  return { id, tier, outcome: ok ? "false accept" : "false reject", gating: breaks(tier, said), detail };
}

function breaks(tier: string, { ok, unsupported = false }: Said): boolean {
  if (tier === "core") return true;
  return tier === "fail-closed" && (ok || !unsupported);
}

export type TierTally = {
  readonly tier: string;
  readonly right: number;
  readonly falseAccept: number;
  readonly falseReject: number;
  readonly timeout: number;
  readonly noVerdict: number;
  readonly crash: number;
};

/** Counts per tier, in the order in which tiers appear. */
export function tally(verdicts: readonly CaseVerdict[]): readonly TierTally[] {
  return [...new Set(verdicts.map(({ tier }) => tier))].map((tier) => {
    const count = (outcome: Outcome) =>
      verdicts.filter((verdict) => verdict.tier === tier && verdict.outcome === outcome).length;
    return {
      tier,
      right: count("right"),
      falseAccept: count("false accept"),
      falseReject: count("false reject"),
      timeout: count("timeout"),
      noVerdict: count("no verdict"),
      crash: count("crash"),
    };
  });
}

/** One line for each tier of a suite. */
export const tallyLines = (verdicts: readonly CaseVerdict[]): readonly string[] =>
  tally(verdicts).map(({ tier, right, falseAccept, falseReject, timeout, noVerdict, crash }) => {
    const rest = `${noVerdict > 0 ? `, ${noVerdict} without a verdict` : ""}${crash > 0 ? `, ${crash} crashed` : ""}`;
    return `${tier}: ${right} right, ${falseAccept} false accept, ${falseReject} false reject, ${timeout} timeout${rest}`;
  });

/** Judges all cases of a suite, one after another. */
export async function judgeAll(cases: readonly SuiteCase[]): Promise<readonly CaseVerdict[]> {
  const verdicts: CaseVerdict[] = [];
  for (const test of cases) verdicts.push(await judgeCase(test));
  return verdicts;
}
