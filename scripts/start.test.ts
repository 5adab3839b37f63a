import { spawn } from "node:child_process";
import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "./pg.mjs";
import { prepareDataDir } from "./settings.mjs";

const start = path.resolve(import.meta.dirname, "start.mjs");
let dir = "";
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "xinbiao-start-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

/** `npm start` with these settings and nothing of what this run has of its own. */
async function started(settings: Record<string, string>): Promise<{ code: number | null; said: string[] }> {
  const { PATH, HOME, NODE_ENV } = process.env;
  const env = { PATH, HOME, NODE_ENV, DATA_DIR: dir, PORT: String(await freePort()), ...settings };
  const child = spawn(process.execPath, [start], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said: said.trim().split("\n") };
}

describe("npm start says in one sentence what is in the way, and ends with an error", () => {
  const WRONG: readonly [string, Record<string, string>, string][] = [
    ["a port that is no number", { PORT: "http" }, "PORT must be a whole number from 1 to 65535, not http."],
    ["a folder that takes nothing", { DATA_DIR: "/proc/xinbiao/data" }, "Cannot write to the data directory"],
    ["a file where the folder should be", { DATA_DIR: `${start}/data` }, "Cannot write to the data directory"],
    [
      "a database that is not there",
      { DATABASE_URL: "postgresql://us:secret@127.0.0.1:9/tenders" },
      "The database of DATABASE_URL (127.0.0.1:9) cannot be reached",
    ],
    ["a database address that is none", { DATABASE_URL: "localhost" }, "cannot be reached"],
    [
      "an object store without keys",
      { S3_ENDPOINT: "http://127.0.0.1:9" },
      "S3_ACCESS_KEY or S3_SECRET_KEY is not set",
    ],
    [
      "an object store that is not there",
      { S3_ENDPOINT: "http://127.0.0.1:9", S3_ACCESS_KEY: "a", S3_SECRET_KEY: "secret" },
      "The object store of S3_ENDPOINT (http://127.0.0.1:9) cannot be used",
    ],
  ];
  it.each(WRONG)("%s", { timeout: 60_000 }, async (_what, settings, sentence) => {
    const { code, said } = await started(settings);
    expect(code).toBe(1);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(sentence);
    expect(said[0]).not.toContain("secret");
  });

  it("a port that is taken", { timeout: 60_000 }, async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { code, said } = await started({ PORT: String(port) });
    server.close();
    expect([code, said.length]).toEqual([1, 1]);
    expect(said[0]).toContain(`Port ${port} is taken; choose another: PORT=${port + 1} npm start`);
  });

  it("a disk without room", () => {
    const full = () => 97 * 2 ** 20;
    expect(() => prepareDataDir(dir, full)).toThrow(
      `Only 97 MB left on the disk of ${dir}; at least 300 MB are needed.`,
    );
    expect(() => prepareDataDir(path.join(dir, "new", "folder"))).not.toThrow();
  });
});
