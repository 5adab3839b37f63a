import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { TestInfo } from "@playwright/test";

/**
 * Runs an ordeal on a platform of its own, in the test's folder: what others do on the journeys' platform meanwhile is
 * none of its business.
 *
 * @returns its exit code, all it said, and the file of its results where it was asked for one
 */
export async function ordealApart(name: string, args: readonly string[], info: TestInfo) {
  const state = info.outputPath(`${name}.json`);
  const json = info.outputPath("result.json");
  fs.mkdirSync(path.dirname(state), { recursive: true });
  fs.chmodSync(path.dirname(state), 0o755); // its database's own user has to pass
  const env: NodeJS.ProcessEnv = { ...process.env, BUILD: "keep", INIT_CWD: process.cwd() };
  for (const foreign of ["E2E_URL", "DATA_DIR", "DATABASE_URL", "SANDBOX_CLOCK_FILE"]) delete env[foreign];
  const all = ["scripts/ordeal.mjs", name, ...args, "--state", state, "--json", json];
  const child = spawn(process.execPath, all, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (said += piece));
  const code = await new Promise<number>((resolve) => child.once("exit", (own) => resolve(own ?? 1)));
  return { code, said, json };
}
