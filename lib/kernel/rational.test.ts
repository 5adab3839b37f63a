import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, compare, decimal, divide, fixed, multiply, ratio, subtract } from "./rational";

describe("exact fractions", () => {
  it.each([
    ["0.125", 2, "0.13"],
    ["-0.125", 2, "-0.13"],
    ["0.124999", 2, "0.12"],
    ["-0.004", 2, "0.00"],
    ["2.5", 0, "3"],
    ["39.604994", 2, "39.60"],
  ])("%s to %d places: %s", (text, places, expected) => {
    expect(fixed(decimal(text), places)).toBe(expected);
  });

  it("does arithmetic without loss", () => {
    const one = fc
      .tuple(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 1000n }))
      .map(([n, d]) => ratio(n, d));
    fc.assert(
      fc.property(one, one, (a, b) => {
        expect(compare(subtract(add(a, b), b), a)).toBe(0);
        if (b.n !== 0n) expect(compare(divide(multiply(a, b), b), a)).toBe(0);
      }),
    );
  });

  it("refuses what is no number", () => {
    for (const text of ["", "1e3", "1,5", "NaN", "½"]) expect(() => decimal(text)).toThrow(RangeError);
    expect(() => ratio(1n, 0n)).toThrow(RangeError);
  });
});
