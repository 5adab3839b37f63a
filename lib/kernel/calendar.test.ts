import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { describeWith, outsideJson, vectors as suite } from "@/lib/testing/vectors";
import {
  addDays,
  addWorkdays,
  beijingDate,
  type CalendarYear,
  daysBetween,
  endOfDay,
  firstWorkday,
  isProvisional,
  isRestDay,
  latestBefore,
  minPeriod,
  restDays,
  startOfDay,
  timeLimit,
} from "./calendar";
import { CALENDAR_YEARS, CHINA } from "./china-calendar";

const read = (name: string) => outsideJson("calendar", name);
const noticesOnly = restDays(CALENDAR_YEARS.filter(({ provisional }) => !provisional));

type Case = {
  id: string;
  op: string;
  start: string;
  end: string;
  days: number;
  rolled: string;
  raw: string;
  latest: string;
};
const vectors = outsideJson("..", "domain", "vectors.json");
const fixture = restDays([
  {
    year: 2026,
    provisional: false,
    days: [
      ...(vectors?.calendarFixture.holidays ?? []).map((date: string) => ({ date, rest: true })),
      ...(vectors?.calendarFixture.makeupWorkdays ?? []).map((date: string) => ({ date, rest: false })),
    ],
  },
  { year: 2027, provisional: true, days: [] },
]);

describeWith(suite("calendar"), "shipped calendar against the notices", () => {
  it.each([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])("%d holds every day of its notice", (year) => {
    const notice = read(`${year}.json`) as { days: { date: string; isOffDay: boolean }[] };
    const ours = CALENDAR_YEARS.find((one) => one.year === year) as CalendarYear;
    expect(ours.days.map(({ date, rest }) => ({ date, rest }))).toEqual(
      notice.days.map(({ date, isOffDay }) => ({ date, rest: isOffDay })),
    );
  });

  it("gives the workdays of every month and year", () => {
    const { workdaysPerMonth } = read("derived.json") as {
      workdaysPerMonth: Record<string, { months: number[]; year: number }>;
    };
    for (const [year, expected] of Object.entries(workdaysPerMonth)) {
      const months = Array.from({ length: 12 }, () => 0);
      for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1))
        if (!isRestDay(day, noticesOnly)) months[Number(day.slice(5, 7)) - 1]! += 1;
      expect(months, year).toEqual(expected.months);
      expect(months.reduce((a, b) => a + b, 0)).toBe(expected.year);
    }
    expect(Object.keys(workdaysPerMonth)).toHaveLength(9);
  });

  it("gives the first workday after each of the 94 runs of rest days", () => {
    const { firstWorkdayAfter } = read("derived.json") as {
      firstWorkdayAfter: { restFrom: string; firstWorkday: string }[];
    };
    expect(firstWorkdayAfter).toHaveLength(94);
    for (const { restFrom, firstWorkday: expected } of firstWorkdayAfter)
      expect(firstWorkday(restFrom, noticesOnly), restFrom).toBe(expected);
  });

  it.each([
    ["2018-12-29 stands in the file of 2019", "2018-12-29", false],
    ["2018-12-31 too", "2018-12-31", true],
    ["a listed weekend", "2024-04-06", true],
    ["a weekend beside a holiday that is not listed", "2019-04-06", true],
    ["a listed workday that is a Monday", "2020-02-03", false],
  ])("trap: %s", (_name, day, expected) => {
    expect(isRestDay(day, noticesOnly)).toBe(expected);
  });

  it("says which year is missing instead of guessing", () => {
    expect(() => isRestDay("2027-01-04", noticesOnly)).toThrow(/2027/);
    expect(() => isRestDay("2028-01-04", CHINA)).toThrow(/2028/);
    expect(() => addWorkdays("2026-12-20", 30, noticesOnly)).toThrow(/2027/);
  });
});

describe("settled 15: 2027 is provisional", () => {
  it("knows the fixed holidays and says that no notice stands behind them", () => {
    expect(
      ["2027-01-01", "2027-02-05", "2027-06-09", "2027-09-15", "2027-10-01"].every((day) => isRestDay(day, CHINA)),
    ).toBe(true);
    expect(isRestDay("2027-01-04", CHINA)).toBe(false);
    expect(isProvisional(CHINA, "2026-12-31")).toBe(false);
    expect(isProvisional(CHINA, "2026-12-31", "2027-01-04")).toBe(true);
  });
});

describe.each([
  ["the fixture of the domain folder", fixture],
  ["the real calendar", CHINA],
])("rules.md §13 vectors by %s", (_name, calendar) => {
  describeWith(vectors, "of the domain folder", () =>
    it.each(vectors.deadlines as Case[])("$id $op", ({ op, start, end, days, raw, rolled, latest }) => {
      if (op === "minPeriod") expect([addDays(start, days), minPeriod(start, days, calendar)]).toEqual([raw, rolled]);
      else if (op === "limit") expect(timeLimit(start, days, calendar)).toEqual({ target: raw, limit: rolled });
      else if (op === "workdays") expect(addWorkdays(start, days, calendar)).toBe(end);
      else if (op === "backward") expect(latestBefore(end, days)).toBe(latest);
      else if (op === "validity") expect(addDays(start, days)).toBe(end);
      else expect.unreachable(`no such operation: ${op}`);
    }),
  );
});

describe("days and instants", () => {
  it("reads an instant by Beijing's calendar", () => {
    expect(beijingDate(new Date("2026-12-01T15:59:59.999Z"))).toBe("2026-12-01");
    expect(beijingDate(new Date("2026-12-01T16:00:00Z"))).toBe("2026-12-02");
    expect(startOfDay("2026-12-01").toISOString()).toBe("2026-11-30T16:00:00.000Z");
    expect(endOfDay("2026-12-31").toISOString()).toBe("2026-12-31T16:00:00.000Z");
  });

  it("refuses what is no date and no period", () => {
    expect(() => addDays("2026-02-30", 1)).toThrow(RangeError);
    expect(() => addDays("1 December", 1)).toThrow(RangeError);
    expect(() => minPeriod("2026-11-02", 0, CHINA)).toThrow(RangeError);
    expect(() => timeLimit("2026-11-02", 1.5, CHINA)).toThrow(RangeError);
  });

  it("rolls over weekends by default, over holidays only where a tender says so", () => {
    expect(minPeriod("2026-11-02", 20, CHINA, "holidays")).toBe("2026-11-22");
    expect(minPeriod("2026-09-11", 20, CHINA, "holidays")).toBe("2026-10-08");
  });
});

describe("properties of periods", () => {
  const day = fc.integer({ min: 0, max: 8 * 365 }).map((n) => addDays("2018-01-01", n));
  const length = fc.integer({ min: 1, max: 60 });

  it("a minimum period is never too short and ends on a workday", () => {
    fc.assert(
      fc.property(day, length, (start, n) => {
        const end = minPeriod(start, n, CHINA);
        expect(daysBetween(start, end)).toBeGreaterThanOrEqual(n);
        expect(isRestDay(end, CHINA)).toBe(false);
      }),
    );
  });

  it("starting later never ends earlier", () => {
    fc.assert(
      fc.property(day, length, (start, n) => {
        expect(minPeriod(addDays(start, 1), n, CHINA) >= minPeriod(start, n, CHINA)).toBe(true);
      }),
    );
  });

  it("n working days hold exactly n workdays", () => {
    fc.assert(
      fc.property(day, length, (start, n) => {
        const end = addWorkdays(start, n, CHINA);
        let count = 0;
        for (let one = addDays(start, 1); one <= end; one = addDays(one, 1)) if (!isRestDay(one, CHINA)) count += 1;
        expect(count).toBe(n);
      }),
    );
  });
});
