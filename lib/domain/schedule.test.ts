import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { restDays } from "@/lib/kernel/calendar";
import { CALENDAR_YEARS, CHINA } from "@/lib/kernel/china-calendar";
import { beijingTime } from "@/lib/kernel/format";
import { Refusal } from "./refusal";
import * as schedule from "./schedule";

const clock = schedule.legalClock({ training: false, daySeconds: 86_400 }, CHINA);
const training = schedule.legalClock({ training: true, daySeconds: 60 }, CHINA);
const at = (text: string) => new Date(`${text.length > 10 ? text.replace(" ", "T") : `${text}T10:00:00`}+08:00`);
const said = (due: schedule.DueBy) => [beijingTime(due.target), beijingTime(due.limit)];

describe("R-47: twenty days from issue to deadline", () => {
  it.each([
    ["2026-09-11 23:59:59", "2026-10-08 00:00:00"],
    ["2026-11-02 00:00:00", "2026-11-23 00:00:00"],
    ["2026-11-03 10:00:00", "2026-11-23 00:00:00"],
  ])("issued %s: from %s on", (issued, expected) => {
    expect(beijingTime(schedule.earliestDeadline(at(issued), clock))).toBe(expected);
  });
});

describe("R-45: five days of availability", () => {
  it("rolls over the weekend", () => {
    expect(beijingTime(schedule.earliestDocumentsEnd(at("2026-11-02"), clock))).toBe("2026-11-09 00:00:00");
  });
});

describe("R-55: changes that may affect bids", () => {
  const deadline = at("2026-12-21 09:30:00");
  it.each([
    ["the last second in time", "2026-12-06 23:59:59", true, "2026-12-21 09:30:00"],
    ["a second late", "2026-12-07 00:00:00", true, "2026-12-22 00:00:00"],
    ["two days late", "2026-12-08 10:00:00", true, "2026-12-23 00:00:00"],
    ["late, but touching no bid", "2026-12-08 10:00:00", false, "2026-12-21 09:30:00"],
  ])("%s", (_name, issued, affects, expected) => {
    expect(beijingTime(schedule.earliestDeadlineAfterAmendment(at(issued), deadline, affects, clock))).toBe(expected);
  });

  it("never shortens, and always leaves fifteen days", () => {
    const minute = fc.integer({ min: 0, max: 40 * 1440 }).map((n) => new Date(at("2026-11-20").getTime() + n * 60_000));
    fc.assert(
      fc.property(minute, (issued) => {
        const result = schedule.earliestDeadlineAfterAmendment(issued, deadline, true, clock);
        expect(result >= deadline).toBe(true);
        expect(issued < schedule.clarificationUntil(result, clock)).toBe(true);
      }),
    );
  });
});

describe("R-57: questions ten days before the deadline", () => {
  it("are in time through the tenth day before", () => {
    expect(beijingTime(schedule.questionsUntil(at("2026-12-21 09:30:00"), clock))).toBe("2026-12-12 00:00:00");
  });
});

describe("R-127: objections to the documents", () => {
  it("are in time through the tenth day before the deadline", () => {
    expect(beijingTime(schedule.documentObjectionUntil(at("2026-12-21 09:30:00"), clock))).toBe("2026-12-12 00:00:00");
  });
});

describe("R-128: three days for the answer", () => {
  it("reminds on Sunday, is overdue after Monday", () => {
    expect(said(schedule.answerDue(at("2026-12-03"), clock))).toEqual(["2026-12-07 00:00:00", "2026-12-08 00:00:00"]);
  });
});

describe("R-137: publicity of candidates", () => {
  it("begins within three days of the report", () => {
    expect(said(schedule.candidateNoticeDue(at("2026-11-20"), clock))).toEqual([
      "2026-11-24 00:00:00",
      "2026-11-24 00:00:00",
    ]);
  });
  it("lasts three days, to 24:00 of a workday", () => {
    expect(beijingTime(schedule.candidateNoticeEnd(at("2026-09-28"), clock))).toBe("2026-10-09 00:00:00");
  });
});

describe("R-145: thirty days for the contract", () => {
  it.each([
    ["2026-11-30", "2026-12-31 00:00:00", "2026-12-31 00:00:00"],
    ["2026-09-05", "2026-10-06 00:00:00", "2026-10-09 00:00:00"],
  ])("letter of %s", (letter, target, limit) => {
    expect(said(schedule.contractDue(at(letter), clock))).toEqual([target, limit]);
  });
});

describe("R-146: fifteen days for the report to the supervisor", () => {
  it("rolls from Saturday to Monday", () => {
    expect(said(schedule.supervisorReportDue(at("2026-11-27"), clock))).toEqual([
      "2026-12-13 00:00:00",
      "2026-12-15 00:00:00",
    ]);
  });
});

describe("R-89: bonds five days after the contract", () => {
  it("counts from the day after", () => {
    expect(said(schedule.bondRefundDue(at("2026-11-27"), clock))).toEqual([
      "2026-12-03 00:00:00",
      "2026-12-03 00:00:00",
    ]);
  });
});

describe("R-75: the bond of a withdrawn bid", () => {
  it("goes back within five days of the notice", () => {
    expect(beijingTime(schedule.withdrawalRefundDue(at("2026-11-27"), clock).limit)).toBe("2026-12-03 00:00:00");
  });
});

describe("R-49: bid validity", () => {
  it("ninety days from the day of the deadline", () => {
    expect(beijingTime(schedule.validityEnd(at("2026-12-21 09:30:00"), 90, clock))).toBe("2027-03-22 00:00:00");
  });
});

describe("R-125: award inside the validity", () => {
  it("warns ten days before", () => {
    expect(beijingTime(schedule.validityWarning(at("2027-03-22 00:00:00"), clock))).toBe("2027-03-12 00:00:00");
  });
});

describe("R-131: ten days for a complaint", () => {
  it("does not count the days of the answer", () => {
    const objection = { raisedAt: at("2026-11-12"), answeredAt: at("2026-11-15") };
    expect(beijingTime(schedule.complaintDue(at("2026-11-10"), objection, clock).target)).toBe("2026-11-24 00:00:00");
    expect(beijingTime(schedule.complaintDue(at("2026-11-10"), null, clock).target)).toBe("2026-11-21 00:00:00");
  });
});

describe("R-132: the supervisor's working days", () => {
  it.each([
    ["acceptance", schedule.complaintAcceptanceDue, "2026-10-11 00:00:00"],
    ["decision", schedule.complaintDecisionDue, "2026-11-18 00:00:00"],
  ])("%s", (_name, due, expected) => {
    expect(beijingTime(due(at("2026-09-30"), clock))).toBe(expected);
  });
});

describe("settled 13: training tenders", () => {
  it("count n times the length of a day, without rolling", () => {
    const from = at("2026-09-28 10:00:00");
    expect(schedule.earliestDeadline(from, training).getTime() - from.getTime()).toBe(20 * 60_000);
    expect(schedule.candidateNoticeEnd(from, training).getTime() - from.getTime()).toBe(3 * 60_000);
    expect(from.getTime() - schedule.documentObjectionUntil(from, training).getTime()).toBe(10 * 60_000);
    expect(schedule.complaintAcceptanceDue(from, training).getTime() - from.getTime()).toBe(3 * 60_000);
  });
});

describe("settled 15: calendars that are missing or provisional", () => {
  it("an unknown year is refused, with the year", () => {
    const notices = schedule.legalClock(
      { training: false, daySeconds: 0 },
      restDays(CALENDAR_YEARS.filter((one) => !one.provisional)),
    );
    try {
      schedule.earliestDeadline(at("2026-12-20"), notices);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      expect(error).toMatchObject({ code: "CALENDAR_MISSING", facts: { year: 2027 }, rules: ["R-47"] });
    }
  });
  it("a provisional year is said to be one", () => {
    expect(schedule.reckonedProvisionally(clock, schedule.earliestDeadline(at("2026-12-20"), clock))).toBe(true);
    expect(schedule.reckonedProvisionally(clock, schedule.earliestDeadline(at("2026-11-20"), clock))).toBe(false);
  });
});
