import { type Coverage, type FileCoverage, startCoverage } from "./fuzz-coverage";
import { dice } from "./random";

export type Finding = {
  readonly parser: string;
  readonly index: number;
  readonly kind: "crash" | "slow" | "forged" | "abort" | "hang" | "memory";
  readonly detail: string;
  /** The input, hex, cut at 64 KiB; empty where the process ended before it could be told. */
  readonly input: string;
};

export type ParserReport = {
  readonly parser: string;
  readonly inputs: number;
  /** How many passed the outer form: one whole DER element, canonical JSON, a file with its magic. */
  readonly wellFormed: number;
  /** What the parser said, with counts. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly peakRssMb: number;
  readonly coverage: readonly FileCoverage[];
};

export type FuzzPlan = {
  /** Inputs in all, shared out evenly among the parsers. */
  readonly count: number;
  readonly seed: number;
  /** Vectors by other makers as further seeds; null for none. */
  readonly vectorsDir: string | null;
  /** Called before an input is tried: what was under way when a process is lost. */
  readonly begin?: (parser: string, index: number) => void;
  readonly finding: (finding: Finding) => void;
  readonly done: (report: ParserReport) => void;
  /** Inputs already tried, by parser, after a process was lost. */
  readonly from?: Readonly<Partial<Record<string, number>>>;
  readonly only?: readonly string[];
  /** Counts which code ran; costs about half the speed. */
  readonly withCoverage?: boolean;
};

/** A whole number from 0 up to and without `below`. */
export type Random = (below: number) => number;

/** A parser under fuzz: where its inputs come from, and what it makes of one. */
export type Subject = {
  readonly name: string;
  /** Source files whose coverage is reported. */
  readonly files: readonly string[];
  input(random: Random): Uint8Array | Promise<Uint8Array>;
  isWellFormed(input: Uint8Array): boolean;
  /** @returns a short word for what came out, `FORGED …` for what must not; throws what the parser throws */
  run(input: Uint8Array): Promise<string>;
};

const SLOW_MS = 2_000;
const MAX_RSS_MB = 1_024;

/** Feeds every subject its share and tells whatever is not a clean answer. */
export async function fuzzAll(subjects: readonly Subject[], plan: FuzzPlan): Promise<void> {
  const each = Math.ceil(plan.count / subjects.length);
  const coverage = plan.withCoverage ? await startCoverage() : null;
  for (const subject of subjects)
    if (!plan.only || plan.only.includes(subject.name)) plan.done(await fuzzOne(subject, each, plan, coverage));
  coverage?.stop();
}

async function fuzzOne(
  subject: Subject,
  count: number,
  plan: FuzzPlan,
  coverage: Coverage | null,
): Promise<ParserReport> {
  const outcomes: Record<string, number> = {};
  let [wellFormed, slowestMs, peakRssMb, inputs] = [0, 0, 0, 0];
  await coverage?.take();
  for (let index = plan.from?.[subject.name] ?? 0; index < count; index++) {
    const mixed = Math.imul(plan.seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b) ^ subject.name.length;
    const input = await subject.input(dice(mixed).below);
    const found = (kind: Finding["kind"], detail: string) =>
      plan.finding({
        parser: subject.name,
        index,
        kind,
        detail,
        input: Buffer.from(input.subarray(0, 65_536)).toString("hex"),
      });
    plan.begin?.(subject.name, index);
    if (subject.isWellFormed(input)) wellFormed++;
    const { outcome, crash, ms } = await tryOne(subject, input);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    slowestMs = Math.max(slowestMs, ms);
    if (crash) found("crash", crash);
    if (outcome.startsWith("FORGED")) found("forged", `accepted although it must not be ${outcome.slice(7)}`.trim());
    if (ms > SLOW_MS) found("slow", `${Math.round(ms)} ms of CPU`);
    if (index % 500 === 0) {
      const rss = process.memoryUsage.rss() / 1_048_576;
      if (rss > MAX_RSS_MB && peakRssMb <= MAX_RSS_MB) found("memory", `${Math.round(rss)} MB resident`);
      peakRssMb = Math.max(peakRssMb, rss);
    }
    inputs++;
  }
  const files = new Set(subject.files);
  const covered = (await coverage?.take())?.filter(({ file }) => files.has(file)) ?? [];
  return { parser: subject.name, inputs, wellFormed, outcomes, slowestMs, peakRssMb, coverage: covered };
}

async function tryOne(subject: Subject, input: Uint8Array) {
  const before = process.cpuUsage();
  let outcome: string;
  let crash: string | null = null;
  try {
    outcome = await subject.run(input);
  } catch (error) {
    const code = codeOf(error);
    outcome = code ?? "CRASH";
    if (!code) crash = error instanceof Error ? `${error.stack}` : String(error);
  }
  const { user, system } = process.cpuUsage(before);
  return { outcome, crash, ms: (user + system) / 1_000 };
}

/** The codes with which these parsers say no; any other error is a defect. */
function codeOf(error: unknown): string | null {
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  if (typeof code === "string" && /^(MALFORMED|P12_[A-Z]+|SIGNER_[A-Z]+)$/.test(code)) return code;
  return typeof reason === "string" ? reason : null;
}
