import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claim, family } from "./children.mjs";
import { alive, sleep, startMark } from "./processes.mjs";
import { checkNode } from "./start.mjs";

let dir = "";
const others: ChildProcess[] = [];
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "xinbiao-children-"));
  fs.writeFileSync(path.join(dir, "idle.js"), "setInterval(() => {}, 1000)");
  fs.writeFileSync(path.join(dir, "falls.js"), "process.exit(3)");
});
afterEach(() => {
  for (const child of others.splice(0)) child.kill("SIGKILL");
  fs.rmSync(dir, { recursive: true, force: true });
});

const bookFile = () => path.join(dir, "run", "processes.json");
const script = (name: string) => path.join(dir, name);

async function until(question: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !question(); i++) await sleep(25);
  expect(question()).toBe(true);
}

async function kin(giveUp: (error: Error) => void = () => {}) {
  const { book } = await claim(dir);
  return family({ book, logs: path.join(dir, "logs"), say: () => {}, giveUp });
}

/** A process of its own that starts one child from this directory, as a start would, and is then killed. */
async function killedStart(): Promise<number> {
  const code = `
    import { claim, family } from ${JSON.stringify(path.resolve("scripts/children.mjs"))};
    const { book } = await claim(${JSON.stringify(dir)});
    const kin = family({ book, logs: ${JSON.stringify(path.join(dir, "logs"))}, say() {}, giveUp() {} });
    kin.start("idle", ${JSON.stringify(script("idle.js"))}, process.env, "/");
    console.log(kin.pid("idle"));
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  others.push(starter);
  const pid = await new Promise<number>((resolve) => starter.stdout?.once("data", (text) => resolve(Number(text))));
  starter.kill("SIGKILL");
  await until(() => !alive(starter.pid ?? 0));
  return pid;
}

describe("processes of a start", () => {
  it("get up again when they are killed, and end with it", async () => {
    const all = await kin();
    all.start("idle", script("idle.js"), process.env, dir);
    const first = all.pid("idle") ?? 0;
    process.kill(first, "SIGKILL");
    await until(() => (all.pid("idle") ?? first) !== first);
    const second = all.pid("idle") ?? 0;
    expect(alive(second)).toBe(true);
    await all.stop();
    expect([alive(first), alive(second)]).toEqual([false, false]);
  });

  it("are given up when they fall at once, again and again", async () => {
    const complaint = await new Promise<Error>((resolve) => {
      kin(resolve).then((all) => all.start("falls", script("falls.js"), process.env, dir));
    });
    expect(complaint.message).toContain("falls");
  });

  it("left behind by a killed start are ended by the next one", async () => {
    const left = await killedStart();
    expect(alive(left)).toBe(true);
    const { ended } = await claim(dir);
    expect(ended).toBe(1);
    expect(alive(left)).toBe(false);
  });

  it("of somebody else are left alone, though they got the same number", async () => {
    const stranger = spawn(process.execPath, [script("idle.js")]);
    others.push(stranger);
    fs.mkdirSync(path.dirname(bookFile()), { recursive: true });
    const processes = [{ name: "web", pid: stranger.pid, mark: "an earlier process" }];
    fs.writeFileSync(bookFile(), JSON.stringify({ starter: null, processes }));
    expect((await claim(dir)).ended).toBe(0);
    expect(alive(stranger.pid ?? 0)).toBe(true);
  });

  it("refuse a second start from the same directory", async () => {
    const starter = spawn(process.execPath, [script("idle.js")]);
    others.push(starter);
    await until(() => startMark(starter.pid ?? 0) !== "");
    fs.mkdirSync(path.dirname(bookFile()), { recursive: true });
    const owner = { pid: starter.pid, mark: startMark(starter.pid ?? 0) };
    fs.writeFileSync(bookFile(), JSON.stringify({ starter: owner, processes: [] }));
    await expect(claim(dir)).rejects.toThrow(`process ${starter.pid}`);
  });
});

describe("Node", () => {
  it.each(["18.20.1", "20.18.3"])("%s is too old, in one sentence", (version) => {
    expect(() => checkNode(version)).toThrow(`this is ${version}.`);
  });
  it.each(["20.19.0", "22.1.0", "24.0.0"])("%s will do", (version) => expect(() => checkNode(version)).not.toThrow());
});
