import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "./messages/en/messages.json";
import zh from "./messages/zh-CN/messages.json";

const folder = join(import.meta.dirname, "../usecases");
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(folder, name), "utf8"));

/** Kinds named as a literal in a call of `notify` or `tellHolder(s)`. */
const kinds = new Set(
  sources.flatMap((source) => [
    ...[...source.matchAll(/notify\(tx, \{[^}]*?kind: "([\w.]+)"/g)].map((match) => match[1]!),
    ...[...source.matchAll(/tellHolders?\(tx, [^)]*?"([\w.]+)"/g)].map((match) => match[1]!),
  ]),
);

const wordsOf = (messages: { readonly kinds: object }, kind: string): unknown =>
  kind.split(".").reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], messages.kinds);

describe("R-56: every message has words in both languages", () => {
  it("finds kinds at all", () => {
    expect(kinds.size).toBeGreaterThan(5);
  });

  it.each([...kinds].sort())("%s", (kind) => {
    for (const messages of [zh, en])
      expect(wordsOf(messages, kind)).toMatchObject({ title: expect.any(String), body: expect.any(String) });
  });
});
