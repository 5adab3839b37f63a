import path from "node:path";
import { expect, it } from "vitest";
import { codeOf, isTest, sourcesOf } from "@/lib/testing/sources";
import { missingWord } from "./missing-words";

it("what NOT_READY says is missing has words in both languages", () => {
  const sources = sourcesOf(path.resolve(import.meta.dirname, "../.."), ["lib"]).filter((one) => !isTest(one));
  const keys = sources.flatMap((source) =>
    [...codeOf(source).matchAll(/(?:"NOT_READY",\s*\{\s*missing:\s*|waits\()"(\w+)"/g)].map(([, key]) => key ?? ""),
  );
  expect(keys.length).toBeGreaterThan(40);
  const wordless = keys.filter((key) => missingWord("zh-CN", key) === key || missingWord("en", key) === key);
  expect([...new Set(wordless)]).toEqual([]);
});
