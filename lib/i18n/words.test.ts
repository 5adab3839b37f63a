import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
