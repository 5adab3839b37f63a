import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { fileURLToPath } from "node:url";

type Range = { readonly startOffset: number; readonly endOffset: number; readonly count: number };
type Script = { readonly url: string; readonly functions: readonly { readonly ranges: readonly Range[] }[] };

export type FileCoverage = {
  readonly file: string;
  readonly reached: number;
  readonly functions: number;
  readonly bytes: number;
};

export type Coverage = {
  /** Since the last call. */
  take(): Promise<readonly FileCoverage[]>;
  stop(): void;
};

/** Coverage of lib/crypto as the engine itself counts it: functions entered, and the share of source octets executed. */
export async function startCoverage(): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  return {
    take: async () => {
      const { result } = (await session.post("Profiler.takePreciseCoverage")) as { result: Script[] };
      return result.flatMap(filesOf);
    },
    stop: () => session.disconnect(),
  };
}

/** In a bundle every module begins with a comment that names its file. */
function filesOf({ url, functions }: Script): FileCoverage[] {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return [];
  const source = readFileSync(fileURLToPath(url), "utf8");
  const marks = [...source.matchAll(/^\/\/ (\S+\.tsx?)$/gm)].map(({ 1: file, index }) => ({ file: file!, index }));
  return marks.flatMap(({ file, index }, i) => {
    if (!file.startsWith("lib/crypto/")) return [];
    const end = marks[i + 1]?.index ?? source.length;
    const inside = functions.filter(({ ranges: [whole] }) => whole!.startOffset >= index && whole!.endOffset <= end);
    if (inside.length === 0) return []; // types only
    const reached = inside.filter(({ ranges: [whole] }) => whole!.count > 0).length;
    return [
      { file: file.slice("lib/crypto/".length), reached, functions: inside.length, bytes: share(inside, index, end) },
    ];
  });
}

/** Of the octets inside functions, the share that ran. Inner ranges come after outer ones and overrule them. */
function share(functions: Script["functions"], from: number, to: number): number {
  const state = new Int8Array(to - from).fill(-1);
  for (const { ranges } of functions)
    for (const { startOffset, endOffset, count } of ranges)
      state.fill(count > 0 ? 1 : 0, startOffset - from, endOffset - from);
  const inside = state.filter((value) => value >= 0).length;
  return inside === 0 ? 0 : state.filter((value) => value === 1).length / inside;
}
