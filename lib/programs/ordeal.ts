import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Fuzz, fuzzCommand } from "@/lib/ordeal/fuzz-command";
import { fuzzPki } from "@/lib/ordeal/fuzz-pki";
import { fuzzSeal } from "@/lib/ordeal/fuzz-seal";
import { kills } from "@/lib/ordeal/kills";
import { unlessLeaving } from "@/lib/ordeal/leaving";
import { HEADING, isGood, keepState, lineOf, readState, totalLines, totalsOf } from "@/lib/ordeal/result";
import { whereToStand } from "@/lib/ordeal/where";

// The other ordeals have options of their own.
const FUZZES: readonly Fuzz[] = [
  { name: "fuzz-pki", outer: "the outer DER", run: fuzzPki },
  { name: "fuzz-seal", outer: "the outer form", run: fuzzSeal },
];
const fuzz = FUZZES.find(({ name }) => name === process.argv[2]);
if (fuzz) process.exit(await fuzzCommand(fuzz, process.argv.slice(3)));

/**
 * `ordeal kills [--count N] [--seed N] [--only K] [--state FILE] [--json FILE] [--keep]`: exit 0 only if nothing that was
 * acknowledged is lost or doubled. Run again with the same state file it goes on; `--only K` plays one run again.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    state: { type: "string" },
    json: { type: "string" },
    keep: { type: "boolean", default: false },
  },
});
const whole = (text: string | undefined) => (/^\d{1,6}$/.test(text ?? "") ? Number(text) : Number.NaN);
const [count, seed, only] = [whole(values.count), whole(values.seed), values.only ? whole(values.only) : 0];
if (positionals.join() !== "kills" || !(count > 0) || Number.isNaN(seed) || Number.isNaN(only)) {
  console.error(
    "usage: ordeal fuzz-pki …, ordeal fuzz-seal …, or ordeal kills [--count N] [--seed N] [--only K] [--state FILE] [--json FILE] [--keep]",
  );
  process.exit(2);
}
const place = whereToStand("kills", seed, values.state);
let state = readState(place.state, { seed, dataDir: place.dataDir, results: [] });
const played = new Set(only ? [] : state.results.map(({ point }) => point.run));
const wanted = only ? [only] : Array.from({ length: count }, (_, at) => at + 1);
const results = only ? [] : state.results.filter(({ point }) => point.run <= count);
console.log(HEADING);
for (const result of results) console.log(lineOf(result));
await unlessLeaving(() =>
  kills({
    root: resolve(import.meta.dirname, ".."),
    dataDir: state.dataDir,
    seed,
    runs: wanted.filter((run) => !played.has(run)),
    tell: (line) => console.log(`      ${line}`),
    done: (result) => {
      results.push(result);
      console.log(lineOf(result));
      if (only) return;
      state = { ...state, results: [...state.results, result] };
      keepState(place.state, state);
    },
  }),
);
const totals = totalsOf(results);
console.log(totalLines(totals));
if (values.json) writeFileSync(resolve(place.cwd, values.json), JSON.stringify({ ...totals, seed, results }, null, 1));
// What went wrong is looked into where it lies.
if (isGood(totals) && !values.keep && !only) {
  rmSync(state.dataDir, { recursive: true, force: true });
  rmSync(place.state, { force: true });
} else if (!isGood(totals)) console.log(`kept for inspection: ${state.dataDir}`);
process.exit(isGood(totals) && !process.exitCode ? 0 : 1);
