import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
/** Where it is built. What a test puts here goes with it. */
export const outdir = path.join(root, "dist", `cli-test-${process.pid}`);

/** The bundled program, as a user runs it: built before the tests of a file and removed after them. */
export function bundledXinbiao() {
  beforeAll(async () => {
    const { buildPrograms } = await import(path.join(root, "scripts", "build.mjs"));
    await buildPrograms({ only: ["xinbiao"], outdir });
  }, 120_000);
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  return (cwd: string, ...args: string[]) => {
    const env = { ...process.env, INIT_CWD: cwd, LANG: "en_US.UTF-8", LC_ALL: "", XINBIAO_PASSPHRASE: "" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(outdir, "xinbiao.js"), ...args], {
      cwd: root,
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr, last: stdout.trimEnd().split("\n").at(-1), json: () => JSON.parse(stdout) };
  };
}
