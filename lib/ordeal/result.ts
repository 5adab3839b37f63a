import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { PLACE_NAMES, type Point, pointWords, TARGETS } from "./point";

/** One strike of a life: what it met, or nothing. */
export type StrikeResult = {
  readonly point: Point;
  /** It fell inside its act; one that met nothing does not count. */
  readonly struck: boolean;
  /** What was under way when the process was killed. */
  readonly inside: readonly string[];
};

/** A whole life of a lot under its strikes, and what was compared afterwards. */
export type LifeResult = {
  readonly strikes: readonly StrikeResult[];
  readonly receipts: number;
  readonly messages: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly chainFaults: readonly string[];
  readonly seconds: number;
};

export type Totals = {
  readonly lives: number;
  readonly runs: number;
  readonly missed: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly chainFaults: number;
  readonly seconds: number;
};

const sum = (results: readonly LifeResult[], count: (result: LifeResult) => number) =>
  results.reduce((total, result) => total + count(result), 0);

export const totalsOf = (results: readonly LifeResult[]): Totals => ({
  lives: results.length,
  runs: sum(results, ({ strikes }) => strikes.filter(({ struck }) => struck).length),
  missed: sum(results, ({ strikes }) => strikes.filter(({ struck }) => !struck).length),
  acknowledged: sum(results, ({ receipts, messages }) => receipts + messages),
  lost: sum(results, ({ lost }) => lost.length),
  doubled: sum(results, ({ doubled }) => doubled.length),
  chainFaults: sum(results, ({ chainFaults }) => chainFaults.length),
  seconds: sum(results, ({ seconds }) => seconds),
});

/** Good: so many strikes fell inside their act, and nothing is missing, twice there or out of order. */
export const isGood = ({ runs, lost, doubled, chainFaults }: Totals, wanted: number): boolean =>
  runs >= wanted && lost + doubled + chainFaults === 0;

export function lifeLines({ strikes, receipts, messages, lost, doubled, chainFaults, seconds }: LifeResult): string {
  const lines = strikes.map(({ point, struck, inside }) => {
    const met = struck ? `in ${inside.slice(0, 3).join(", ")}` : "met nothing, does not count";
    return `${String(point.run).padStart(4)}  ${pointWords(point).padEnd(34)}${met}`;
  });
  const faults = [...lost.map((one) => `lost: ${one}`), ...doubled.map((one) => `doubled: ${one}`), ...chainFaults];
  const counts = `acknowledged ${receipts + messages}, lost ${lost.length}, doubled ${doubled.length}`;
  lines.push(`      ${counts}, audit chain faults ${chainFaults.length}  (${seconds.toFixed(1)} s)`);
  return [...lines, ...faults.map((fault) => `      ${fault}`)].join("\n");
}

export const HEADING = " run  killed (kill -9)                  under way";

/** How often each process was killed at each place; a dash where never. */
export function coverageOf(results: readonly LifeResult[]): string {
  const hit = new Map<string, number>();
  for (const { strikes } of results)
    for (const { point, struck } of strikes)
      if (struck) {
        const pair = `${point.target} ${point.place}`;
        hit.set(pair, (hit.get(pair) ?? 0) + 1);
      }
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(10)}${cells.map((c) => c.padStart(9)).join("")}`;
  const count = (target: string, place: string) => String(hit.get(`${target} ${place}`) ?? "-");
  const pairs = TARGETS.length * PLACE_NAMES.length;
  return [
    row("", PLACE_NAMES),
    ...TARGETS.map((target) =>
      row(
        target,
        PLACE_NAMES.map((place) => count(target, place)),
      ),
    ),
    `pairs hit ${hit.size} of ${pairs}`,
  ].join("\n");
}

export const totalLines = (totals: Totals): string =>
  [
    `${totals.runs} runs in ${totals.lives} lives of a lot, ${Math.round(totals.seconds)} s; ${totals.missed} strikes met nothing and do not count`,
    `acknowledged ${totals.acknowledged}`,
    `lost ${totals.lost}`,
    `doubled ${totals.doubled}`,
    `audit chain faults ${totals.chainFaults}`,
  ].join("\n");

/** What was played so far, so that an ordeal that was cut off goes on where it ended. */
export type State<R> = { readonly seed: number; readonly dataDir: string; readonly results: readonly R[] };

/** @throws {Error} for a file of another seed: its results say nothing about this one */
export function readState<R>(file: string, fresh: State<R>): State<R> {
  if (!existsSync(file)) return fresh;
  const state = JSON.parse(readFileSync(file, "utf8")) as State<R>;
  if (state.seed !== fresh.seed) throw new Error(`${file} is of seed ${state.seed}`);
  return state;
}

export function keepState<R>(file: string, state: State<R>): void {
  writeFileSync(`${file}.new`, JSON.stringify(state, null, 1));
  renameSync(`${file}.new`, file);
}
