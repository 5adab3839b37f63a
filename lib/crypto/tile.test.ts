import { describe, expect, it } from "vitest";
import { utf8 } from "./bytes";
import { entryBundle, parseTilePath, readEntryBundle, tilePath, tileReach } from "./tile";

describe("C2SP tlog-tiles", () => {
  it.each([
    ["0/000", 0, 0n, 256],
    ["0/000.p/1", 0, 0n, 1],
    ["1/x001/x234/067", 1, 1_234_067n, 256],
    ["entries/x001/000.p/255", "entries", 1_000n, 255],
    ["63/999", 63, 999n, 256],
  ])("%s", (path, level, index, width) => {
    expect(parseTilePath(path)).toEqual({ level, index, width });
    expect(tilePath(parseTilePath(path))).toBe(path);
  });

  it.each([
    [
      "",
      "0",
      "00/000",
      "64/000",
      "0/0",
      "0/0000",
      "0/001/000",
      "0/x000/001",
      "0/x001/x002",
      "0/000.p/0",
      "0/000.p/256",
    ],
    [
      "0/000.p/01",
      "0/000/",
      "-1/000",
      "entries/",
      "0/000.p",
      "x/000",
      "0/../000",
      "0/000?",
      `0/${"x001/".repeat(7)}001`,
    ],
  ])("other spellings name nothing (%#)", (...paths) => {
    for (const path of paths) expect(() => parseTilePath(path), path).toThrow(/tile/);
  });

  it("reaches as far as the log: level L counts full trees of 256^L", () => {
    expect(tileReach({ level: 0, index: 0n }, 0n)).toBe(0);
    expect(tileReach({ level: "entries", index: 0n }, 5n)).toBe(5);
    expect(tileReach({ level: 0, index: 1n }, 300n)).toBe(44);
    expect(tileReach({ level: 1, index: 0n }, 255n)).toBe(0);
    expect(tileReach({ level: 1, index: 0n }, 70_000n)).toBe(256);
    expect(tileReach({ level: 2, index: 0n }, 70_000n)).toBe(1);
    expect(tileReach({ level: 0, index: 2n ** 60n }, 70_000n)).toBe(0);
  });

  it("bundles come back as they went in; a cut one does not", () => {
    const entries = [utf8("a"), new Uint8Array(0), utf8("标".repeat(200))].map((entry) => Uint8Array.from(entry));
    const bundle = entryBundle(entries);
    expect(readEntryBundle(bundle)).toEqual(entries);
    expect(() => readEntryBundle(bundle.subarray(0, -1))).toThrow(/tile/);
    expect(() => readEntryBundle(bundle.subarray(0, 1))).toThrow(/tile/);
  });
});
