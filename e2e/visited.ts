import fs from "node:fs";
import path from "node:path";
import { dataDir } from "./accounts";

/** One page somebody looked at; `who` is an account or nobody. */
export type Visit = { readonly who: string | null; readonly path: string };

const file = () => path.join(dataDir(), "visited.jsonl");

/** Kept in a file, so that a test that runs in a new process still finds it. */
export function noteVisit(visit: Visit): void {
  fs.appendFileSync(file(), `${JSON.stringify(visit)}\n`);
}

/** All pages looked at so far, each once for each person. */
export function visits(): readonly Visit[] {
  if (!fs.existsSync(file())) return [];
  const lines = new Set(fs.readFileSync(file(), "utf8").trim().split("\n"));
  return [...lines].map((line) => JSON.parse(line) as Visit);
}
