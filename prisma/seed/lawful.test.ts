import { describe, expect, it } from "vitest";
import { earliestDeadline, legalClock } from "@/lib/domain/schedule";
import { CHINA } from "@/lib/kernel/china-calendar";
import { calendarOf } from "./calendar";
import { DAY } from "./clock";
import { awardedAfter, changedBy, issuedBy } from "./lawful";
import type { Play, Step } from "./player";
import { STORIES } from "./stories";

const CLOCK = legalClock({ training: false, daySeconds: 0 }, CHINA);
/** Every day of two years is once the day on which somebody starts the demonstration. */
const PRESENTS = Array.from({ length: 2 * 365 - 60 }, (_, n) => new Date(Date.UTC(2026, 0, 1, 6, 0) + n * DAY));

const storiesAt = (present: Date) => {
  const play = {
    calendar: calendarOf(present),
    stage: { deps: { origin: "http://localhost" } },
    troupe: {},
  } as unknown as Play;
  return STORIES.flatMap((story) => story(play));
};

/** What has to happen in this order, of one lot or of all. */
const ORDER = [
  "发布公告和招标文件",
  "获取招标文件",
  "递交投标文件",
  "开标",
  "开标记录",
  "评标",
  "中标候选人公示",
  "定标并发出通知书",
  "签订合同",
  "归档",
];

/** Steps of one lot, and those of all lots, that come at or after one that must come later. */
function disorder(steps: readonly Step[]): string[] {
  const places = steps.map(({ at, what }) => {
    const [, name, lot] = /^(.*?)(?: (\d+))?$/.exec(what)!;
    return { at, what, place: ORDER.indexOf(name!), lot };
  });
  return places.flatMap((one) =>
    places
      .filter((other) => one.place >= 0 && one.place < other.place && (!one.lot || !other.lot || one.lot === other.lot))
      .filter((other) => one.at >= other.at)
      .map((other) => `${one.what} ≥ ${other.what}`),
  );
}

describe("the demonstration is lawful and in order on whatever day it is started", () => {
  it("each story's steps keep their order, after the contracts of use and never before the world", () => {
    const found = PRESENTS.flatMap((present) => {
      const begin = present.getTime() - 90 * DAY;
      const stories = storiesAt(present);
      const used = stories.find(({ name }) => name === "平台使用协议")!.steps.at(-1)!.at;
      return stories.flatMap(({ name, steps }) => [
        ...disorder(steps).map((fault) => `${present.toISOString().slice(0, 10)} ${name}: ${fault}`),
        ...steps.filter(({ at }) => at.getTime() < begin).map(({ what }) => `${name}: ${what} before the world`),
        ...steps
          .filter(({ at, what }) => ORDER.includes(what) && at <= used)
          .map(({ what }) => `${name}: ${what} without a contract of use`),
      ]);
    });
    expect(found).toEqual([]);
  }, 60_000);

  it("R-47: what a holiday would bring too near its deadline is issued earlier, anything else as planned", () => {
    const day = (text: string) => new Date(`${text}T02:00:00Z`);
    expect(issuedBy(day("2026-11-03"), [day("2026-11-26")])).toEqual(day("2026-11-03"));
    // Twenty days from 12 September end in the holidays of October, and with them on the 8th.
    const issued = issuedBy(day("2026-09-12"), [day("2026-10-05")]);
    expect(issued < day("2026-09-12") && earliestDeadline(issued, CLOCK) <= day("2026-10-05")).toBe(true);
    expect(() => issuedBy(day("2026-11-03"), [day("2026-11-04")])).toThrow(RangeError);
  });

  it("R-55 and R-137: a change leaves time, an award waits for the end of the publicity", () => {
    const day = (text: string, hour = 2) => new Date(`${text}T0${hour}:00:00Z`);
    expect(changedBy(day("2026-11-20"), day("2026-12-10"))).toEqual(day("2026-11-20"));
    expect(changedBy(day("2026-09-18"), day("2026-10-04"))).toEqual(day("2026-09-15"));
    // Shown on a Wednesday: the third day is a Saturday, and Monday the last.
    expect(awardedAfter(day("2026-11-04"), day("2026-11-09"))).toEqual(day("2026-11-10"));
    expect(awardedAfter(day("2026-11-02"), day("2026-11-09"))).toEqual(day("2026-11-09"));
  });
});
