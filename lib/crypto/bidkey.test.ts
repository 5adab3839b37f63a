import { readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { describeVectors, readBytes } from "@/lib/testing/vectors";
import { randomBytes, sameBytes } from "./bytes";
import { decryptAge, readBidkey, readQr, readReleaseLine, readWords, wordsOf, writeBidkey } from "./bidkey";

/** A CCTV file: lines of what to expect, an empty line, then the age file. */
function vector(bytes: Uint8Array) {
  const text = new TextDecoder("latin1").decode(bytes);
  const at = text.indexOf("\n\n");
  const head = text.slice(0, at).split("\n");
  const all = (name: string) =>
    head.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  const [expected = "", payload, passphrase, compressed, armored] = [
    "expect",
    "payload",
    "passphrase",
    "compressed",
    "armored",
  ].map((name) => all(name)[0]);
  const body = bytes.subarray(at + 2);
  const file = compressed === "zlib" ? new Uint8Array(inflateSync(body)) : body;
  return { expected, payload, passphrase, armored: armored === "yes", file };
}

describeVectors("age", "age files under a passphrase", (dir) => {
  const folder = join(dir, "testdata");
  const vectors = readdirSync(folder).map((name) => ({ name, ...vector(readBytes(folder, name)) }));

  it("every passphrase vector ends as it should", async () => {
    const own = vectors.filter(({ passphrase, armored }) => passphrase !== undefined && !armored);
    for (const { name, expected, payload, passphrase, file } of own) {
      const plain = await decryptAge(file, passphrase!).catch(() => null);
      expect(plain !== null, name).toBe(expected === "success");
      if (plain) expect(createHash("sha256").update(plain).digest("hex"), name).toBe(payload);
    }
    expect(own.length).toBeGreaterThan(20);
  });

  it("refuses every failure vector", async () => {
    const failures = vectors.filter(({ expected }) => expected !== "success");
    for (const { name, passphrase, file } of failures)
      expect(await decryptAge(file, passphrase ?? "password").catch(() => null), name).toBeNull();
    expect(failures.length).toBeGreaterThan(60);
  });
});

describe("the backup of a bid's keys", () => {
  const tender = { id: "KAT-0001", lot: "1" };

  it("comes back under its passphrase and no other", async () => {
    const masters = { M: randomBytes(32), N: randomBytes(32) };
    const file = await writeBidkey(masters, tender, "正确的口令");
    expect(await readBidkey(file, "正确的口令")).toEqual({ ...masters, tender });
    await expect(readBidkey(file, "错误的口令")).rejects.toThrow(/^bidkey/);
    const cut = file.slice(0, file.length - 1);
    await expect(readBidkey(cut, "正确的口令")).rejects.toThrow(/^bidkey/);
  });

  it("words in both languages, a wrong one refused", () => {
    const M = randomBytes(32);
    for (const list of ["en", "zh-CN"] as const) {
      expect(sameBytes(readWords(wordsOf(M, list)), M)).toBe(true);
      const words = wordsOf(M, list).split(" ");
      const swapped = [words[1], words[0], ...words.slice(2)].join(" ");
      if (words[0] !== words[1]) {
        const read = (() => {
          try {
            return readWords(swapped);
          } catch {
            return null;
          }
        })();
        expect(read && sameBytes(read, M)).not.toBe(true);
      }
      expect(() => readWords(words.slice(1).join(" "))).toThrow(/^words/);
    }
  });

  it.each(["SBC1:N:AAAA", "SBC1:M:AAAA", "SBC1:M:", ""])("refuses the QR text %j", (text) => {
    expect(() => readQr(text)).toThrow();
  });

  it.each(["SBC1:B:00:AAAA", `SBC1:B:${"0".repeat(64)}`, `SBC1:B:${"0".repeat(64)}:AAAA`])(
    "refuses the line %j",
    (line) => {
      expect(() => readReleaseLine(line)).toThrow();
    },
  );
});
