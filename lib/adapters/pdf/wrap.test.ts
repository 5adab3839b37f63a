import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capitals, grouped } from "./format";
import { wrap, wrapBalanced } from "./wrap";

/** Chinese characters two units wide, others one. */
const measure = (text: string) => Array.from(text).reduce((sum, c) => sum + (c > "\u2e80" ? 2 : 1), 0);

describe("breaking lines", () => {
  it("never begins a line with closing punctuation nor ends it with an opening bracket", () => {
    for (let width = 8; width < 60; width++) {
      const lines = wrap(
        "投标人（含联合体）应于截止时间前，将“投标文件”递交，出资比例为 100%。逾期不予受理；未加密的，拒收。",
        width,
        measure,
      );
      for (const line of lines) {
        expect(line).not.toMatch(/^[，。；）”]/);
        expect(line).not.toMatch(/[（“]$/);
      }
      expect(lines.join("")).toContain("100%。");
    }
  });

  it("loses nothing and stays within the width, whatever the text", () => {
    const text = fc.string({ unit: fc.constantFrom(..."投标文件，。（）abc123 -"), maxLength: 80 });
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 50 }), (value, width) => {
        for (const lines of [wrap(value, width, measure), wrapBalanced(value, width, measure)]) {
          expect(lines.join("").replace(/ /g, "")).toBe(value.replace(/ /g, ""));
          for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});

describe("amounts", () => {
  it("writes capitals, and nothing for what is beyond them", () => {
    expect(capitals("16982640.00")).toBe("壹仟陆佰玖拾捌万贰仟陆佰肆拾元整");
    expect(capitals("999999999999999999.00")).toBe("");
  });

  it("groups thousands, not the fen", () => {
    expect(grouped("12345678.90")).toBe("12,345,678.90");
    expect(grouped("999.00")).toBe("999.00");
  });
});
