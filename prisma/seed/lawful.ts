import { candidateNoticeEnd, earliestDeadline, earliestEnd, legalClock } from "@/lib/domain/schedule";
import { param } from "@/lib/domain/rules";
import { CHINA } from "@/lib/kernel/china-calendar";
import { DAY } from "./clock";

/**
 * Legal periods that end on a rest day go on to the next workday (rules.md §13): what was planned so many days apart is
 * lawful on one day and not on another, and the demonstration is started on any. What has to leave time is done earlier,
 * what has to wait is done later.
 */
const CLOCK = legalClock({ training: false, daySeconds: 0 }, CHINA);
/** The longest stretch of rest days has nine. */
const MOST_DAYS = 15;

function notAfter(planned: Date, isLawful: (at: Date) => boolean): Date {
  for (let days = 0; days < MOST_DAYS; days++) {
    const at = new Date(planned.getTime() - days * DAY);
    if (isLawful(at)) return at;
  }
  throw new RangeError(`nothing lawful before ${planned.toISOString()}`);
}

/** When documents are issued for which bids close at these deadlines. */
export const issuedBy = (planned: Date, deadlines: readonly Date[]): Date =>
  notAfter(planned, (at) => deadlines.every((deadline) => earliestDeadline(at, CLOCK) <= deadline));

/** When a change is issued that affects bids and leaves or makes this the deadline. */
export const changedBy = (planned: Date, deadline: Date): Date =>
  notAfter(planned, (at) => earliestEnd(at, param("R-55", "days", CLOCK.set), CLOCK, ["R-55"]) <= deadline);

/** When the winner is fixed of candidates that are shown from this instant on. */
export function awardedAfter(candidates: Date, planned: Date): Date {
  const morning = candidateNoticeEnd(candidates, CLOCK).getTime() + 10 * 3_600_000;
  return new Date(Math.max(planned.getTime(), morning));
}
