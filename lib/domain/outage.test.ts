import { describe, expect, it } from "vitest";
import { extensionIsDue, joined, lostBefore, offeredDeadline } from "./outage";

const T = new Date("2026-12-01T09:00:00+08:00");
const early = (minutes: number) => new Date(T.getTime() - minutes * 60_000);
const span = (from: number, to: number | null) => ({ begunAt: early(from), endedAt: to === null ? null : early(to) });
const minutes = (ms: number) => ms / 60_000;

describe("protocol 5.5: what of the last two hours was lost", () => {
  it.each([
    ["nothing", [], 0, 0],
    ["all of one in the middle", [span(60, 50)], 40, 10],
    ["what reaches into them", [span(200, 115)], 40, 5],
    ["nothing of one before them", [span(300, 121)], 40, 0],
    ["of one that lasts, as far as now", [span(30, null)], 20, 10],
    ["of one that lasts, never beyond the deadline", [span(30, null)], -60, 30],
    ["the sum of several", [span(100, 97), span(50, 47)], 10, 6],
  ])("%s", (_name, spans, now, lost) =>
    expect(minutes(lostBefore(T, spans, early(40 * 1_440), early(now)))).toBe(lost),
  );

  it("what two have measured is lost once, however they overlap", () => {
    const lost = (...spans: ReturnType<typeof span>[]) => minutes(lostBefore(T, spans, early(40 * 1_440), early(0)));
    expect(lost(span(60, 50), span(60, 50))).toBe(10);
    expect(lost(span(55, 45), span(60, 50))).toBe(15);
    expect(lost(span(60, 40), span(55, 50), span(45, 30))).toBe(30);
    expect(lost(span(60, 50), span(20, null))).toBe(30);
  });

  it("what overlaps is one outage, with everybody who measured it", () => {
    const of = (from: number, to: number | null, by: string | null, offsetMs: number | null = null) => ({
      ...span(from, to),
      ...{ by, offsetMs },
    });
    expect(
      joined([of(55, 45, "w2"), of(60, 50, "w1"), of(47, 40, null, -1500), of(48, 47, "w1"), of(20, 10, "w1")]),
    ).toEqual([
      { ...span(60, 40), by: ["w1", "w2"], offsetMs: -1500 },
      { ...span(20, 10), by: ["w1"], offsetMs: null },
    ]);
    expect(joined([of(60, null, null, 1200), of(30, 20, "w1")])).toEqual([
      { ...span(60, null), by: ["w1"], offsetMs: 1200 },
    ]);
    expect(joined([])).toEqual([]);
  });

  it("what was lost before this deadline was set has been made good by it", () => {
    expect(minutes(lostBefore(T, [span(100, 90), span(50, 43)], early(80), early(10)))).toBe(7);
    expect(minutes(lostBefore(T, [span(60, 40)], early(45), early(10)))).toBe(5);
  });

  it("more than five minutes offer another deadline, as long as the old one has not passed", () => {
    const ms = (n: number) => n * 60_000;
    expect(extensionIsDue(T, ms(5), early(1))).toBe(false);
    expect(extensionIsDue(T, ms(5) + 1, early(1))).toBe(true);
    expect(extensionIsDue(T, ms(30), T)).toBe(false);
    expect(offeredDeadline(T, ms(6)).toISOString()).toBe("2026-12-01T02:00:00.000Z");
    expect(offeredDeadline(T, ms(61)).toISOString()).toBe("2026-12-01T03:00:00.000Z");
  });
});
