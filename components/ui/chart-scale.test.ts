import { describe, expect, it } from "vitest";
import { ticksOf } from "./chart-scale";

describe("axis of a dot plot", () => {
  it("covers all values with round steps", () => {
    const { low, high, ticks } = ticksOf([11_684.56, 11_746, 11_823, 11_990.235, 12_300], 8);
    expect(low).toBeLessThan(11_684.56);
    expect(high).toBeGreaterThan(12_300);
    expect(new Set(ticks.slice(1).map((tick, at) => Math.round((tick - ticks[at]!) * 1e6)))).toEqual(new Set([100e6]));
  });

  it("has room for one value alone, and for nothing but equal ones", () => {
    for (const values of [[5], [0, 0], [118.23, 118.23]]) {
      const { low, high, ticks } = ticksOf(values, 7);
      expect(high).toBeGreaterThan(low);
      expect(ticks.length).toBeGreaterThan(1);
    }
  });
});
