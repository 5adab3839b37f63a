import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { unlessLeaving } from "./leaving";
import { readOptions } from "./options";
import { keepState, readState } from "./result";
import { rush } from "./rush";
import { type RushResult, rushIsGood, rushLines } from "./rush-result";
import { MOST_COMPANIES } from "./stage";
import { whereToStand } from "./where";

const USAGE = `usage: ordeal rush [--count N] [--seconds N] [--late N] [--companies N (at most ${MOST_COMPANIES})] [--rounds N] [--seed N] [--state FILE] [--json FILE] [--keep]`;

/**
 * `ordeal rush`: `--count` seals in the last `--seconds` before a deadline and `--late` after it, from `--companies`
 * companies in as many lots as that takes, `--rounds` times. Companies and finished rounds are kept with the state file.
 */
export async function rushCommand(args: readonly string[], root: string): Promise<number> {
  const asked = readOptions(args, { count: 500, seconds: 30, late: 25, companies: 100, rounds: 1, seed: 1 });
  const least = asked ? Math.min(asked.numbers.count, asked.numbers.seconds, asked.numbers.companies) : 0;
  if (!asked || asked.names.length > 0 || least < 1 || asked.numbers.companies > MOST_COMPANIES) {
    console.error(USAGE);
    return 2;
  }
  const { rounds, seed, ...numbers } = asked.numbers;
  const place = whereToStand("rush", seed, asked.state);
  const state = readState<RushResult>(place.state, { seed, dataDir: place.dataDir, results: [] });
  const results = [...state.results];
  for (const result of results) console.log(rushLines(result));
  const played = new Set(results.map(({ round }) => round));
  const wanted = Array.from({ length: rounds }, (_, at) => at + 1).filter((round) => !played.has(round));
  const done = (result: RushResult) => {
    results.push(result);
    console.log(rushLines(result));
    keepState(place.state, { ...state, results });
  };
  const tell = (line: string) => console.log(`      ${line}`);
  if (wanted.length > 0)
    await unlessLeaving(() => rush({ root, dataDir: state.dataDir, seed, ...numbers, rounds: wanted, tell, done }));
  if (asked.json) writeFileSync(resolve(place.cwd, asked.json), JSON.stringify({ seed, results }, null, 1));
  const good = results.every(rushIsGood);
  if (good && !asked.keep) {
    rmSync(state.dataDir, { recursive: true, force: true });
    rmSync(place.state, { force: true });
  } else if (!good) console.log(`kept for inspection: ${state.dataDir}`);
  return good && !process.exitCode ? 0 : 1;
}
