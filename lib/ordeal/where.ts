import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { dataDirOf } from "@/lib/adapters/settings";

/** Where an ordeal keeps its platform and its results: beside everything else that is kept, or where the caller says. */
export function whereToStand(name: string, seed: number, stateFile: string | undefined) {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const home = join(dataDirOf(process.env), "ordeals");
  const state = stateFile ? resolve(cwd, stateFile) : join(home, `${name}-${seed}.json`);
  mkdirSync(dirname(state), { recursive: true, mode: 0o755 });
  return { cwd, state, dataDir: stateFile ? `${state}.data` : join(home, `${name}-${seed}`) };
}
