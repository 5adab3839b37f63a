import { describe, expect, it } from "vitest";
import { describeWith, outsideJson } from "@/lib/testing/vectors";
import { restDays } from "./calendar";
import { readNotice } from "./calendar-notice";
import { CALENDAR_YEARS } from "./china-calendar";

type Case = { year: number; description: string; expected: { date: string; isOffDay: boolean }[] };
const cases = outsideJson("calendar", "announcement-cases.json") as Case[] | null;

describeWith(cases, "words of the State Council's notices", (all) => {
  it.each(all)("$year: $description", ({ year, description, expected }) => {
    const sorted = [...expected]
      .sort((a, b) => (a.date < b.date ? -1 : 1))
      .map(({ date, isOffDay }) => ({ date, rest: isOffDay }));
    expect(readNotice(year, description)).toEqual(sorted);
  });
});

describe("a later notice", () => {
  it("replaces a provisional year", () => {
    const days = readNotice(
      2027,
      "元旦：1月1日（周五）放假，与周末连休。\n国庆节：10月1日至7日放假调休，共7天。9月26日（周日）、10月9日（周六）上班。",
    );
    const calendar = restDays([
      ...CALENDAR_YEARS.filter(({ year }) => year !== 2027),
      { year: 2027, provisional: false, days },
    ]);
    expect(days).toHaveLength(10);
    expect(calendar.provisional.size).toBe(0);
    expect(calendar.listed.get("2027-09-26")).toBe(false);
  });
});
