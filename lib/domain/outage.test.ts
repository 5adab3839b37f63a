import { describe, expect, it } from "vitest";
import { extensionIsDue, lostBefore, offeredDeadline } from "./outage";

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
