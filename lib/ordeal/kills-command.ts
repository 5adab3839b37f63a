import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { kills } from "./kills";
import { unlessLeaving } from "./leaving";
import { readOptions } from "./options";
import { nextStrikes } from "./plan";
import { pointOf } from "./point";
import {
  coverageOf,
  HEADING,
  isGood,
  keepState,
  type LifeResult,
  lifeLines,
  readState,
  totalLines,
  totalsOf,
} from "./result";
import { whereToStand } from "./where";

const USAGE =
  "usage: ordeal kills [--count N] [--seed N] [--strikes N] [--only K] [--state FILE] [--json FILE] [--keep]";

/**
 * `ordeal kills`: `--count` strikes that fell inside an act, at most `--strikes` in one life of a lot. Exit 0 only if
 * nothing that was acknowledged is lost or doubled. Run again with the same state file it goes on; `--only K` plays again
 * the life in which run K struck.
 */
export async function killsCommand(args: readonly string[], root: string): Promise<number> {
  const asked = readOptions(args, { count: 20, seed: 1, strikes: 9, only: 0 });
  if (!asked || asked.names.length > 0 || asked.numbers.count < 1 || asked.numbers.strikes < 1) {
    console.error(USAGE);
    return 2;
  }
  const { count, seed, strikes, only } = asked.numbers;
  const place = whereToStand("kills", seed, asked.state);
  const state = readState<LifeResult>(place.state, { seed, dataDir: place.dataDir, results: [] });
  const again = only
    ? (state.results
        .find((life) => life.strikes.some(({ point }) => point.run === only))
        ?.strikes.map(({ point }) => point) ?? [pointOf(seed, only)])
    : [];
  const results: LifeResult[] = only ? [] : [...state.results];
  const next = () => (only ? (results.length ? [] : again) : nextStrikes(seed, count, strikes, results));
  console.log(HEADING);
  for (const result of results) console.log(lifeLines(result));
  const done = (result: LifeResult) => {
    results.push(result);
    console.log(lifeLines(result));
    if (!only) keepState(place.state, { ...state, results });
  };
  const tell = (line: string) => console.log(`      ${line}`);
  if (next().length > 0) await unlessLeaving(() => kills({ root, dataDir: state.dataDir, next, tell, done }));
  const totals = totalsOf(results);
  console.log(coverageOf(results));
  console.log(totalLines(totals));
  if (asked.json) writeFileSync(resolve(place.cwd, asked.json), JSON.stringify({ ...totals, seed, results }, null, 1));
  const good = isGood(totals, only ? 1 : count);
  // What went wrong is looked into where it lies.
  if (good && !asked.keep && !only) {
    rmSync(state.dataDir, { recursive: true, force: true });
    rmSync(place.state, { force: true });
  } else if (!good) console.log(`kept for inspection: ${state.dataDir}`);
  return good && !process.exitCode ? 0 : 1;
}
