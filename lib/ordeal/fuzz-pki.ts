import { readDer } from "@/lib/crypto/der";
import { type Coverage, type FileCoverage, startCoverage } from "./fuzz-coverage";
import { mutate } from "./fuzz-mutate";
import { fuzzSeeds } from "./fuzz-seeds";
import { dice } from "./random";
import { type ParserName, type Seeds, type Target, targetsOf } from "./fuzz-targets";
import { toTree } from "./fuzz-tree";

export type Finding = {
  readonly parser: ParserName;
  readonly index: number;
  readonly kind: "crash" | "slow" | "forged" | "abort" | "hang" | "memory";
  readonly detail: string;
  /** The input, hex, cut at 64 KiB; empty where the process ended before it could be told. */
  readonly input: string;
};

export type ParserReport = {
  readonly parser: ParserName;
  readonly inputs: number;
  /** How many were one whole DER element. */
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
  readonly begin?: (parser: ParserName, index: number) => void;
  readonly finding: (finding: Finding) => void;
  readonly done: (report: ParserReport) => void;
  /** Inputs already tried, by parser, after a process was lost. */
  readonly from?: Readonly<Partial<Record<ParserName, number>>>;
  readonly only?: readonly ParserName[];
  /** Counts which code ran; costs about half the speed. */
  readonly withCoverage?: boolean;
};

const SLOW_MS = 2_000;
const MAX_RSS_MB = 1_024;

/** Throws bent certificates, lists, messages, key files and tokens at their parsers and tells whatever is not a clean "no". */
export async function fuzzPki(plan: FuzzPlan): Promise<void> {
  const seeds = await fuzzSeeds(plan.vectorsDir);
  const targets = targetsOf(seeds);
  const each = Math.ceil(plan.count / targets.length);
  const coverage = plan.withCoverage ? await startCoverage() : null;
  for (const target of targets)
    if (!plan.only || plan.only.includes(target.name)) plan.done(await fuzzOne(target, seeds, each, plan, coverage));
  coverage?.stop();
}

async function fuzzOne(
  target: Target,
  seeds: Seeds,
  count: number,
  plan: FuzzPlan,
  coverage: Coverage | null,
): Promise<ParserReport> {
  const valid = seeds[target.name];
  const corpus = [...new Set([...valid, ...seeds.certificate.slice(0, 8), ...seeds.crl.slice(0, 4)])].map(toTree);
  const outcomes: Record<string, number> = {};
  let [wellFormed, slowestMs, peakRssMb, inputs] = [0, 0, 0, 0];
  await coverage?.take();
  for (let index = plan.from?.[target.name] ?? 0; index < count; index++) {
    const random = dice(Math.imul(plan.seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b) ^ target.name.length).below;
    const bent = mutate(random, valid[random(valid.length)]!, corpus);
    const input = target.dress?.(bent, random(4)) ?? bent;
    const found = (kind: Finding["kind"], detail: string) =>
      plan.finding({
        parser: target.name,
        index,
        kind,
        detail,
        input: Buffer.from(input.subarray(0, 65_536)).toString("hex"),
      });
    plan.begin?.(target.name, index);
    if (isDer(input)) wellFormed++;
    const { outcome, crash, ms } = await tryOne(target, input);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    slowestMs = Math.max(slowestMs, ms);
    if (crash) found("crash", crash);
    if (outcome === "FORGED") found("forged", "believed although what was signed has changed");
    if (ms > SLOW_MS) found("slow", `${Math.round(ms)} ms of CPU`);
    if (index % 500 === 0) {
      const rss = process.memoryUsage.rss() / 1_048_576;
      if (rss > MAX_RSS_MB && peakRssMb <= MAX_RSS_MB) found("memory", `${Math.round(rss)} MB resident`);
      peakRssMb = Math.max(peakRssMb, rss);
    }
    inputs++;
  }
  const files = new Set(target.files);
  const covered = (await coverage?.take())?.filter(({ file }) => files.has(file)) ?? [];
  return { parser: target.name, inputs, wellFormed, outcomes, slowestMs, peakRssMb, coverage: covered };
}

async function tryOne(target: Target, input: Uint8Array) {
  const before = process.cpuUsage();
  let outcome: string;
  let crash: string | null = null;
  try {
    outcome = await target.run(input);
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

function isDer(input: Uint8Array): boolean {
  try {
    return readDer(input).bytes.length > 0;
  } catch {
    return false;
  }
}
