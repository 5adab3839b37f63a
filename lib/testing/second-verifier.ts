import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";

const PROGRAM = path.resolve(import.meta.dirname, "../../e2e/verifier/verify.py");

export const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.log("skipped: the second verifier needs python3, which is not here");

export type Finding = {
  readonly check: number;
  readonly code: string;
  readonly state: string;
  readonly detail?: string;
};
export type Judged = { readonly verdict: "OK" | "FALSE" | "INCOMPLETE"; readonly findings: readonly Finding[] };

/** The second verifier as somebody runs it who has one archive. @returns its exit code and the verdict in its last line */
export function secondAlone(zip: Uint8Array): { readonly status: number | null; readonly last: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "second-"));
  const file = path.join(folder, "archive.zip");
  writeFileSync(file, zip);
  const { status, stdout } = spawnSync("python3", ["-B", PROGRAM, file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return { status, last: stdout.trim().split("\n").at(-1)!.split(" ")[0]! };
}

/**
 * The second verifier as a process: it knows the file and nothing of us. One for all archives of a test file, so that what
 * it asked OpenSSL once it does not ask again.
 */
export function useSecondVerifier(env: Readonly<Record<string, string>> = {}): (zip: Uint8Array) => Promise<Judged> {
  const folder = mkdtempSync(path.join(tmpdir(), "second-"));
  let running: { readonly child: ChildProcess; readonly lines: AsyncIterator<string> } | null = null;
  let serial = 0;
  afterAll(() => {
    running?.child.stdin?.end();
    rmSync(folder, { recursive: true, force: true });
  });
  return async (zip) => {
    if (!running) {
      const child = spawn("python3", ["-B", PROGRAM, "-", "--json"], {
        env: { ...process.env, ...env },
        stdio: ["pipe", "pipe", "inherit"],
      });
      running = { child, lines: createInterface(child.stdout!)[Symbol.asyncIterator]() };
    }
    const file = path.join(folder, `${serial++}.zip`);
    writeFileSync(file, zip);
    running.child.stdin!.write(`${file}\n`);
    const { value, done } = await running.lines.next();
    rmSync(file);
    if (done) throw new Error("the second verifier ended");
    return JSON.parse(value) as Judged;
  };
}
