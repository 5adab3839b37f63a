import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildOf, holdBuild, keepBuild, sweepBuilds } from "./builds.mjs";

let dist = "";
beforeEach(() => {
  dist = fs.mkdtempSync(path.join(os.tmpdir(), "xinbiao-builds-"));
});
afterEach(() => fs.rmSync(dist, { recursive: true, force: true }));

const pages = () => path.join(dist, "pages");
const digest = (n: number) => String(n).repeat(64);

/** What a build of these words leaves behind: the folder before is emptied, the program is written over. */
function build(n: number, words: string): string {
  fs.rmSync(pages(), { recursive: true, force: true });
  fs.mkdirSync(path.join(pages(), "chunks"), { recursive: true });
  fs.writeFileSync(path.join(pages(), "server.js"), words);
  fs.writeFileSync(path.join(pages(), "chunks", "page.js"), words);
  fs.writeFileSync(path.join(dist, "worker.js"), words);
  return keepBuild(digest(n), { pages: pages(), programs: ["worker.js"], dist });
}

const FILES = ["web/server.js", "web/chunks/page.js", "worker.js"];
const read = (folder: string) => FILES.map((name) => fs.readFileSync(path.join(folder, name), "utf8"));

describe("a build", () => {
  it("is found by the digest of its sources, and by no other", () => {
    const first = build(1, "one");
    expect(buildOf(digest(1), dist)).toBe(first);
    expect(buildOf(digest(2), dist)).toBeNull();
  });

  it("that runs is not touched by later ones", () => {
    const first = build(1, "one");
    const held = holdBuild(first);
    for (const n of [2, 3, 4]) sweepBuilds(build(n, `${n}`), dist);
    expect(read(first)).toEqual(["one", "one", "one"]);
    held.leave();
  });

  it("that nobody runs any more is removed, but for the newest", () => {
    const folders = [1, 2, 3].map((n) => {
      const folder = build(n, `${n}`);
      fs.utimesSync(folder, n, n);
      return folder;
    });
    const held = holdBuild(folders[0]!);
    held.leave();
    // Left by a start that was killed: that process is gone, or its number is somebody else's by now.
    fs.writeFileSync(path.join(folders[0]!, `user-${process.pid}`), "another mark");
    fs.utimesSync(folders[0]!, 1, 1);
    const last = build(4, "4");
    sweepBuilds(last, dist);
    expect(folders.map((folder) => fs.existsSync(folder))).toEqual([false, false, true]);
    expect(read(last)).toEqual(["4", "4", "4"]);
  });

  it("that was cut off while it was kept counts as none", () => {
    const folder = build(1, "one");
    fs.renameSync(folder, `${folder}.999999999`);
    expect(buildOf(digest(1), dist)).toBeNull();
    sweepBuilds(build(2, "two"), dist);
    expect(read(build(1, "one"))).toEqual(["one", "one", "one"]);
  });
});
