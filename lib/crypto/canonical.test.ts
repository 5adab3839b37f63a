import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeVectors, readBytes, readJson } from "@/lib/testing/vectors";
import { fromBase64url, fromHex, utf8 } from "./bytes";
import { canonicalText, jcsText, type Json, parseCanonical } from "./canonical";
import { reasonOf } from "./reasons";
import { named, readShape, seconds } from "./shape";
import { z } from "zod";

describeVectors("jcs", "RFC 8785, restricted profile", (dir) => {
  it.each(readdirSync(join(dir, "input")))("%s", (file) => {
    const input = JSON.parse(new TextDecoder().decode(readBytes(dir, `input/${file}`))) as Json;
    const output = new TextDecoder().decode(readBytes(dir, `output/${file}`));
    expect(jcsText(input)).toBe(output);
    expect(jcsText(JSON.parse(output))).toBe(output);
    // Fractions, and a letter that NFC takes apart: not for the restricted profile.
    const refused = ["values.json", "weird.json"].includes(file);
    if (refused) expect(() => parseCanonical(utf8(output))).toThrow();
    else expect(canonicalText(parseCanonical(utf8(output)))).toBe(output);
  });

  it("numbers: all as ECMAScript writes them, the restricted profile only whole ones", () => {
    const lines = new TextDecoder().decode(readBytes(dir, "es6-numbers.csv")).trim().split("\n");
    for (const line of lines) {
      const [bits, text] = line.split(",") as [string, string];
      const value = new DataView(fromHex(bits.padStart(16, "0")).buffer).getFloat64(0);
      expect(jcsText([value])).toBe(`[${text}]`);
      const whole = Number.isSafeInteger(value) && !Object.is(value, -0);
      if (whole) expect(canonicalText([value])).toBe(`[${text}]`);
      else expect(() => canonicalText([value]), text).toThrow();
    }
    expect(lines.length).toBeGreaterThan(900);
  });

  it("refusals of the profile", () => {
    const cases = readJson(dir, "reject-restricted.json") as { id: string; text?: string; hex?: string }[];
    for (const { id, text, hex } of cases) {
      const bytes = hex === undefined ? utf8(text!) : fromHex(hex.replace(/\s/g, ""));
      expect(() => parseCanonical(bytes), id).toThrow();
    }
    expect(cases.length).toBeGreaterThan(10);
  });
});

describe("canonical JSON, further edges", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

  it("nests sixteen deep and no deeper, read or written", () => {
    expect(canonicalText(parseCanonical(utf8(nested(16))))).toBe(nested(16));
    expect(() => parseCanonical(utf8(nested(17)))).toThrow(/depth/);
    expect(() => canonicalText(JSON.parse(nested(17)))).toThrow(/depth/);
    expect(() => parseCanonical(utf8(nested(100_000)))).toThrow(/depth/);
  });

  it("keeps a member named __proto__ as any other", () => {
    const text = '{"__proto__":{"a":1},"b":2}';
    expect(canonicalText(parseCanonical(utf8(text)))).toBe(text);
    const schema = z.strictObject({ b: z.number() });
    expect(() => readShape(schema, utf8(text))).toThrow(/shape/);
  });

  it.each(["\u202e", "\u0007", "\u2028", "\u200b", ""])("refuses an invisible name %j", (text) => {
    expect(named().safeParse(`${text}`).success).toBe(false);
  });

  it.each([
    "2026-02-30T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00.0Z",
    "2026-01-01T00:00:00+00:00",
  ])("refuses the instant %s", (text) => expect(seconds.safeParse(text).success).toBe(false));

  it.each(["AB", "AAAA=", "A", "AA+A", "AA/A"])("refuses base64url %s", (text) => {
    try {
      fromBase64url(text);
      expect.unreachable();
    } catch (error) {
      expect(reasonOf(error)).toBe("base64url");
    }
  });
});
