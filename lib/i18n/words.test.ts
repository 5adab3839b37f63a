import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { differences, wordsOf } from "@/lib/testing/words";

const folder = path.join(import.meta.dirname, "messages");
const both = (at: string) => differences(wordsOf(at, "zh-CN"), wordsOf(at, "en"));

describe("messages", () => {
  it("say the same things in both languages", () => {
    expect(wordsOf(folder, "zh-CN").size).toBeGreaterThan(100);
    expect(both(folder)).toEqual([]);
  });

  it("say each thing once: of two keys with one name the later hides the earlier", () => {
    // Without its repeats a text is as long after reading as before, white space aside.
    const bare = (text: string) => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
    for (const locale of ["zh-CN", "en"])
      for (const name of readdirSync(path.join(folder, locale))) {
        const text = readFileSync(path.join(folder, locale, name), "utf8");
        expect(JSON.stringify(JSON.parse(text)).length, `${locale}/${name}`).toBe(bare(text).length);
      }
    expect(bare('{ "a": "b c", "a": 1 }')).toBe('{"a":"b c","a":1}');
  });

  it("are Chinese in Chinese", () => {
    const text = [...wordsOf(folder, "zh-CN").values()].join("");
    const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
    expect(chinese / text.length).toBeGreaterThan(0.4);
  });

  it("a missing translation and a missing value are found", () => {
    const copy = mkdtempSync(path.join(tmpdir(), "xinbiao-words-"));
    try {
      cpSync(folder, copy, { recursive: true });
      const file = path.join(copy, "en", "shell.json");
      const words = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
      const [first] = Object.entries(words).find(([, value]) => typeof value === "string") ?? [""];
      writeFileSync(file, JSON.stringify({ ...words, [first]: undefined }));
      expect(both(copy)).toContain(`shell.${first}: missing in en`);
      writeFileSync(file, JSON.stringify({ ...words, [first]: "{planted}" }));
      expect(both(copy).join()).toContain(`shell.${first}: zh-CN wants`);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
