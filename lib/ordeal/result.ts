import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Point, pointWords } from "./point";

export type RunResult = {
  readonly point: Point;
  /** Requests that were running when the process was killed. */
  readonly inside: readonly string[];
  readonly struck: boolean;
  readonly receipts: number;
  readonly messages: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly chainFaults: readonly string[];
  readonly seconds: number;
};

export type Totals = {
  readonly runs: number;
  readonly struck: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly chainFaults: number;
};

export const totalsOf = (results: readonly RunResult[]): Totals => ({
  runs: results.length,
  struck: results.filter(({ struck }) => struck).length,
  acknowledged: results.reduce((sum, { receipts, messages }) => sum + receipts + messages, 0),
  lost: results.reduce((sum, { lost }) => sum + lost.length, 0),
  doubled: results.reduce((sum, { doubled }) => sum + doubled.length, 0),
  chainFaults: results.reduce((sum, { chainFaults }) => sum + chainFaults.length, 0),
});

/** Good: every run struck its target, and nothing is missing, twice there or out of order. */
export const isGood = ({ runs, struck, lost, doubled, chainFaults }: Totals): boolean =>
  runs > 0 && struck === runs && lost + doubled + chainFaults === 0;

export function lineOf({ point, receipts, messages, lost, doubled, chainFaults, inside, struck, seconds }: RunResult) {
  const counts = [receipts + messages, lost.length, doubled.length].map((n) => String(n).padStart(6)).join("");
  const met = struck ? `in ${inside.slice(0, 3).join(", ")}` : "NOT STRUCK";
  const faults = [...lost.map((one) => `lost: ${one}`), ...doubled.map((one) => `doubled: ${one}`), ...chainFaults];
  const head = `${String(point.run).padStart(4)}  ${pointWords(point).padEnd(32)}${counts}  ${seconds.toFixed(1)} s  ${met}`;
  return [head, ...faults.map((fault) => `      ${fault}`)].join("\n");
}

export const HEADING = ` run  killed (kill -9)                  ackn. lost dbl.  time  running requests`;

export const totalLines = ({ runs, struck, acknowledged, lost, doubled, chainFaults }: Totals): string =>
  [
    `${runs} runs, ${struck} struck`,
    `acknowledged ${acknowledged}`,
    `lost ${lost}`,
    `doubled ${doubled}`,
    `audit chain faults ${chainFaults}`,
  ].join("\n");

/** What was played so far, so that an ordeal that was cut off goes on where it ended. */
export type State = { readonly seed: number; readonly dataDir: string; readonly results: readonly RunResult[] };

/** @throws {Error} for a file of another seed: its results say nothing about this one */
export function readState(file: string, fresh: State): State {
  if (!existsSync(file)) return fresh;
  const state = JSON.parse(readFileSync(file, "utf8")) as State;
  if (state.seed !== fresh.seed) throw new Error(`${file} is of seed ${state.seed}`);
  return state;
}

export function keepState(file: string, state: State): void {
  writeFileSync(`${file}.new`, JSON.stringify(state, null, 1));
  renameSync(`${file}.new`, file);
}
