import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test as base } from "@playwright/test";

/** What an ordeal said, its exit code, and the file of its results. */
export type Ended = { readonly code: number; readonly said: string; readonly json: string };

/**
 * `apart` runs an ordeal on a platform of its own, in the test's folder: what others do on the journeys' platform meanwhile
 * is none of its business.
 */
export const test = base.extend<{ apart: (name: string, args: readonly string[]) => Promise<Ended> }>({
  apart: async ({ browserName: _ }, use, info) => {
    const running = new Map<ChildProcess, Promise<number>>();
    await use(async (name, args) => {
      const state = info.outputPath(`${name}.json`);
      const json = info.outputPath("result.json");
      fs.mkdirSync(path.dirname(state), { recursive: true });
      fs.chmodSync(path.dirname(state), 0o755); // its database's own user has to pass
      const all = ["scripts/ordeal.mjs", name, ...args, "--state", state, "--json", json];
      const child = spawn(process.execPath, all, { env: ownEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
      const ended = closed(child);
      running.set(child, ended);
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (said += piece));
      const code = await ended;
      return { code, said, json };
    });
    // A test that ran out of time must not leave a platform behind: told to, the ordeal stops what it started.
    for (const child of running.keys()) child.kill("SIGTERM");
    await Promise.allSettled(running.values());
  },
});

/** Its last words are in only when its streams are closed. */
const closed = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once("close", (code) => resolve(code ?? 1));
    child.once("error", reject);
  });

function ownEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, BUILD: "keep", INIT_CWD: process.cwd() };
  for (const foreign of ["E2E_URL", "DATA_DIR", "DATABASE_URL", "SANDBOX_CLOCK_FILE"]) delete env[foreign];
  return env;
}

export { expect } from "@playwright/test";
