import { fork } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Finding, FuzzPlan, ParserReport } from "./fuzz-loop";

/** A fuzz by its name; what passes its outer form is counted under these words. */
export type Fuzz = { readonly name: string; readonly outer: string; run(plan: FuzzPlan): Promise<void> };

const usage = (name: string) =>
  `usage: ordeal ${name} [--count N] [--seed N] [--only PARSER] [--json FILE] [--no-coverage]`;
/** A process that says nothing for so long has met an input that it cannot end. */
const SILENT_MS = 60_000;

type Message = { readonly finding?: Finding; readonly report?: ParserReport; readonly end?: true };
type Options = {
  readonly count: number;
  readonly seed: number;
  readonly only: string | null;
  readonly coverage: boolean;
  readonly json: string | null;
};

/**
 * `ordeal fuzz-pki`, `ordeal fuzz-seal`: bends valid inputs and feeds them to their parsers, in a process of its own: one
 * that aborts or hangs is a finding, and the next one goes on behind that input.
 * @returns 0 if nothing was found, 1 if something was, 2 for wrong usage
 */
export async function fuzzCommand(fuzz: Fuzz, args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    console.error(usage(fuzz.name));
    return 2;
  }
  if (process.send) return child(fuzz, options);
  const findings: Finding[] = [];
  const reports: ParserReport[] = [];
  const notes = mkdtempSync(join(tmpdir(), "fuzz-"));
  const place = join(notes, "place");
  try {
    let from: Partial<Record<string, number>> = {};
    const begun = performance.now();
    while (!(await round(fuzz, args, place, from, findings, reports))) {
      const [parser, index] = readFileSync(place, "utf8").trim().split(" ") as [string, string];
      findings.push({ parser, index: Number(index), kind: "abort", detail: "the process was lost", input: "" });
      console.log(`lost at ${parser} ${index}`);
      from = { ...from, ...Object.fromEntries(reports.map((done) => [done.parser, Number.MAX_SAFE_INTEGER])) };
      from[parser] = Number(index) + 1;
    }
    const inputs = reports.reduce((sum, report) => sum + report.inputs, 0);
    console.log(`${Math.round((1000 * inputs) / (performance.now() - begun))} inputs a second`);
  } finally {
    rmSync(notes, { recursive: true, force: true });
  }
  return conclude(fuzz, options, findings, reports);
}

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        count: { type: "string", default: "200000" },
        seed: { type: "string", default: "1" },
        only: { type: "string" },
        json: { type: "string" },
        "no-coverage": { type: "boolean", default: false },
      },
    });
    const [count, seed] = [Number(values.count), Number(values.seed)];
    if (!(Number.isInteger(count) && count > 0 && Number.isInteger(seed))) return null;
    const only = values.only ?? null;
    return { count, seed, only, coverage: !values["no-coverage"], json: values.json ?? null };
  } catch {
    return null;
  }
}

/** One child process. @returns whether it came to its end */
function round(
  fuzz: Fuzz,
  args: readonly string[],
  place: string,
  from: Readonly<Partial<Record<string, number>>>,
  findings: Finding[],
  reports: ParserReport[],
): Promise<boolean> {
  const env = { ...process.env, FUZZ_PLACE: place, FUZZ_FROM: JSON.stringify(from) };
  const process_ = fork(process.argv[1]!, [fuzz.name, ...args], { env, execArgv: ["--max-old-space-size=768"] });
  let ended = false;
  let last = "";
  const watch = setInterval(() => {
    const now = existsSync(place) ? readFileSync(place, "utf8") : "";
    if (now !== "" && now === last) process_.kill("SIGKILL");
    last = now;
  }, SILENT_MS);
  process_.on("message", ({ finding, report, end }: Message) => {
    if (finding) findings.push(finding);
    if (finding) console.log(`${finding.parser} ${finding.index} ${finding.kind}: ${finding.detail.split("\n")[0]}`);
    if (report) reports.push(report);
    if (report) console.log(linesOf(report));
    if (end) ended = true;
  });
  return new Promise((resolve_) => {
    process_.once("exit", () => {
      clearInterval(watch);
      resolve_(ended);
    });
  });
}

async function child(fuzz: Fuzz, { count, seed, only, coverage }: Options): Promise<number> {
  const place = openSync(process.env.FUZZ_PLACE!, "w");
  const send = (message: Message) => new Promise((done) => process.send!(message, done));
  await fuzz.run({
    count,
    seed,
    vectorsDir: resolve(process.env.VECTORS_DIR ?? "../shared/vectors"),
    from: JSON.parse(process.env.FUZZ_FROM ?? "{}"),
    ...(only ? { only: [only] } : {}),
    withCoverage: coverage,
    begin: (parser, index) => void writeSync(place, `${parser} ${index}`.padEnd(40), 0),
    finding: (finding) => void send({ finding }),
    done: (report) => void send({ report }),
  });
  await send({ end: true });
  return 0;
}

const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;

function linesOf({ parser, inputs, wellFormed, outcomes, slowestMs, peakRssMb, coverage }: ParserReport): string {
  const words = Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([word, times]) => `${word} ${times}`);
  return [
    `${parser}: ${inputs} inputs, ${percent(wellFormed, inputs)} well-formed, slowest ${Math.round(slowestMs)} ms of CPU, at most ${Math.round(peakRssMb)} MB`,
    `  said: ${words.join(", ")}`,
    ...coverage.map(
      ({ file, reached, functions, bytes }) =>
        `  covered: ${file}: ${reached} of ${functions} functions, ${percent(bytes, 1)} of their code`,
    ),
  ].join("\n");
}

function conclude(
  { outer }: Fuzz,
  { json }: Options,
  findings: readonly Finding[],
  reports: readonly ParserReport[],
): number {
  const inputs = reports.reduce((sum, report) => sum + report.inputs, 0);
  const wellFormed = reports.reduce((sum, report) => sum + report.wellFormed, 0);
  console.log(`${inputs} inputs, ${percent(wellFormed, inputs)} passed ${outer}, ${findings.length} findings`);
  if (json)
    writeFileSync(
      resolve(process.env.INIT_CWD ?? ".", json),
      JSON.stringify({ inputs, wellFormed, findings, reports }, null, 1),
    );
  return findings.length === 0 && wellFormed >= 0.2 * inputs ? 0 : 1;
}
