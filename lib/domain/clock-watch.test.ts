import { describe, expect, it } from "vitest";
import { agreement, clockState, intakeStops, offForCertain } from "./clock-watch";

const bounds = (low: number, high: number) => ({ low, high });

describe("protocol 5.1, R-84: what the sources say of the clock", () => {
  it("is what more than half of them agree on, as narrow as they make it", () => {
    expect(agreement([bounds(-20, 30)])).toEqual({ low: -20, high: 30, agreeing: 1 });
    expect(agreement([bounds(-500, 600), bounds(-20, 30), bounds(10, 90)])).toEqual({ low: 10, high: 30, agreeing: 3 });
    expect(agreement([bounds(0, 10), bounds(10, 20)])).toEqual({ low: 10, high: 10, agreeing: 2 });
  });

  it("one that lies decides nothing, and of two that contradict each other neither is believed", () => {
    expect(agreement([bounds(-20, 30), bounds(-10, 40), bounds(3_599_990, 3_600_010)])).toMatchObject({
      low: -10,
      high: 30,
      agreeing: 2,
    });
    expect(agreement([bounds(-20, 30), bounds(3_599_990, 3_600_010)])).toBeNull();
    expect(agreement([])).toBeNull();
  });

  it("a slow answer makes nobody wrong: only what is certain counts", () => {
    expect(offForCertain(bounds(-2_900, 100))).toBe(0);
    expect(offForCertain(bounds(1_200, 4_000))).toBe(1_200);
    expect(offForCertain(bounds(-4_000, -1_200))).toBe(1_200);
  });

  it.each([
    [bounds(-50, 50), "well"],
    [bounds(150, 250), "drifting"],
    [bounds(-700, -501), "out"],
    [bounds(1_001, 1_100), "off"],
    [null, "unknown"],
  ] as const)("%j is called %s", (given, state) => expect(clockState(given)).toBe(state));

  it("stops above one second, resumes below half a second, and silence changes neither", () => {
    const table = [999, 1_001, 700, 499].map((off) => [false, true].map((was) => intakeStops(was, bounds(off, off))));
    expect(table).toEqual([
      [false, true],
      [true, true],
      [false, true],
      [false, false],
    ]);
    expect([intakeStops(false, null), intakeStops(true, null)]).toEqual([false, true]);
  });
});
