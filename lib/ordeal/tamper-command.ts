import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { unlessLeaving } from "./leaving";
import { readOptions } from "./options";
import { keepState, readState } from "./result";
import { RECEIPT_HOLDS, type TamperResult, tamper, UNTOUCHED } from "./tamper";
import { TAMPERINGS } from "./tamperings";
import { whereToStand } from "./where";

const USAGE = "usage: ordeal tamper [--count N (so many kinds)] [--seed N] [--state FILE] [--json FILE] [--keep]";

/**
 * `ordeal tamper`: everything that an operator can change under a living platform, one after another, each found and named
 * by the offline tool; and nothing found where nothing was changed. With the same state file it goes on.
 */
export async function tamperCommand(args: readonly string[], root: string): Promise<number> {
  const asked = readOptions(args, { count: TAMPERINGS.length, seed: 1 });
  if (!asked || asked.names.length > 0 || asked.numbers.count < 1) {
    console.error(USAGE);
    return 2;
  }
  const { count, seed } = asked.numbers;
  const place = whereToStand("tamper", seed, asked.state);
  const state = readState<TamperResult>(place.state, { seed, dataDir: place.dataDir, results: [] });
  const results = [...state.results];
  for (const result of results) console.log(tamperLine(result));
  const wanted = [UNTOUCHED, RECEIPT_HOLDS, ...chosen(count, seed), UNTOUCHED];
  const names = wanted.slice(results.length);
  const done = (result: TamperResult) => {
    results.push(result);
    console.log(tamperLine(result));
    keepState(place.state, { ...state, results });
  };
  const tell = (line: string) => console.log(`      ${line}`);
  if (names.length > 0) await unlessLeaving(() => tamper({ root, dataDir: state.dataDir, seed, names, tell, done }));
  const missed = results.filter(({ found }) => !found).length;
  console.log(`${results.length} looks, ${missed} not as they must be`);
  if (asked.json) writeFileSync(resolve(place.cwd, asked.json), JSON.stringify({ seed, missed, results }, null, 1));
  const good = results.length === wanted.length && missed === 0;
  if (good && !asked.keep) {
    rmSync(state.dataDir, { recursive: true, force: true });
    rmSync(place.state, { force: true });
  } else if (!good) console.log(`kept for inspection: ${state.dataDir}`);
  return good && !process.exitCode ? 0 : 1;
}

/** Spread over all kinds: few of them still touch rows, objects and logs. */
function chosen(count: number, seed: number): readonly string[] {
  const all = TAMPERINGS.map(({ name }) => name);
  const step = Math.max(1, Math.floor(all.length / count));
  return Array.from({ length: Math.min(count, all.length) }, (_, at) => all[(at * step + seed) % all.length]!);
}

function tamperLine({ name, by, found, named, seconds }: TamperResult): string {
  const said = named.length > 0 ? named.slice(0, 6).join(", ") : "nothing";
  return `${found ? "found" : "MISSED"}  ${name}  [${by}: ${said}]  (${seconds.toFixed(1)} s)`;
}
