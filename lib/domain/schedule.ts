import {
  addDays,
  addWorkdays,
  beijingDate,
  daysBetween,
  type Day,
  endOfDay,
  isProvisional,
  latestBefore,
  minPeriod,
  missingYear,
  type RestDays,
  type Rolling,
  startOfDay,
  timeLimit,
} from "@/lib/kernel/calendar";
import { Refusal } from "./refusal";
import { param, RULE_SETS, type RuleId, type RuleSet } from "./rules";

/**
 * How legal days are counted for a tender: by Beijing's calendar, or, in training, as plain durations without rolling
 * (settled 13).
 */
export type LegalClock = {
  readonly set: RuleSet;
} & (
  | { readonly kind: "calendar"; readonly calendar: RestDays; readonly rolling: Rolling }
  | { readonly kind: "training"; readonly daySeconds: number }
);

/** Remind on `target`, overdue from `limit` on. Both are instants; calendar days end at 24:00. */
export type DueBy = { readonly target: Date; readonly limit: Date };

/**
 * The clock of a tender.
 *
 * @param set the rule set it was published under; the newest before that
 */
export function legalClock(
  tender: { readonly training: boolean; readonly daySeconds: number },
  calendar: RestDays,
  set: RuleSet | undefined = RULE_SETS.at(-1),
): LegalClock {
  if (!set) throw new RangeError("no rule set");
  return tender.training
    ? { kind: "training", daySeconds: tender.daySeconds, set }
    : { kind: "calendar", calendar, rolling: "weekends", set };
}

/**
 * The first instant at which something may end that lasts at least `days` from `from`: 00:00 of the first day that is
 * late enough, or the plain duration in training.
 *
 * @throws {Refusal} CALENDAR_MISSING where the notice of rest days is not loaded
 */
export function earliestEnd(from: Date, days: number, clock: LegalClock, rules: readonly RuleId[] = []): Date {
  if (clock.kind === "training") return after(from, days, clock.daySeconds);
  const start = beijingDate(from);
  return startOfDay(covered(clock.calendar, rules, () => minPeriod(start, days, clock.calendar, clock.rolling)));
}

/** The instant at which a minimum period is over, its last day counted to 24:00 (publicity). */
export function periodEnd(from: Date, days: number, clock: LegalClock, rules: readonly RuleId[] = []): Date {
  if (clock.kind === "training") return after(from, days, clock.daySeconds);
  const start = beijingDate(from);
  return endOfDay(covered(clock.calendar, rules, () => minPeriod(start, days, clock.calendar, clock.rolling)));
}

/** Until when somebody has to act within `days` of `from`. */
export function dueBy(from: Date, days: number, clock: LegalClock, rules: readonly RuleId[] = []): DueBy {
  if (clock.kind === "training") {
    const at = after(from, days, clock.daySeconds);
    return { target: at, limit: at };
  }
  const found = covered(clock.calendar, rules, () => timeLimit(beijingDate(from), days, clock.calendar));
  return { target: endOfDay(found.target), limit: endOfDay(found.limit) };
}

/** As `dueBy`, in working days. */
export function dueByWorkdays(from: Date, days: number, clock: LegalClock, rules: readonly RuleId[] = []): Date {
  if (clock.kind === "training") return after(from, days, clock.daySeconds);
  return endOfDay(covered(clock.calendar, rules, () => addWorkdays(beijingDate(from), days, clock.calendar)));
}

/** What is due "at least `days` before `end`" is in time strictly before this instant; no rolling. */
export function latestStart(end: Date, days: number, clock: LegalClock): Date {
  if (clock.kind === "training") return after(end, -days, clock.daySeconds);
  return endOfDay(latestBefore(beijingDate(end), days));
}

/** First instant at which bids may close, for documents first issued at `issuedAt`. */
export const earliestDeadline = (issuedAt: Date, clock: LegalClock): Date =>
  earliestEnd(issuedAt, param("R-47", "days", clock.set), clock, ["R-47"]);

/** First instant at which the documents may cease to be available. */
export const earliestDocumentsEnd = (from: Date, clock: LegalClock): Date =>
  earliestEnd(from, param("R-45", "days", clock.set), clock, ["R-45"]);

/** A change that may affect bids and is issued before this instant leaves the deadline as it is. */
export const clarificationUntil = (deadline: Date, clock: LegalClock): Date =>
  latestStart(deadline, param("R-55", "days", clock.set), clock);

/**
 * The earliest deadline after an amendment: the present one where the change is in time or touches no bid, else
 * 15 days from its issue. An extension never shortens.
 */
export function earliestDeadlineAfterAmendment(
  issuedAt: Date,
  deadline: Date,
  affects: boolean,
  clock: LegalClock,
): Date {
  if (!affects || issuedAt < clarificationUntil(deadline, clock)) return deadline;
  const earliest = earliestEnd(issuedAt, param("R-55", "days", clock.set), clock, ["R-55"]);
  return earliest > deadline ? earliest : deadline;
}

/** Questions are in time before this instant. */
export const questionsUntil = (deadline: Date, clock: LegalClock): Date =>
  latestStart(deadline, param("R-57", "questionDays", clock.set), clock);

/** Objections to the tender documents are in time before this instant. */
export const documentObjectionUntil = (deadline: Date, clock: LegalClock): Date =>
  latestStart(deadline, param("R-127", "documentDays", clock.set), clock);

/** When an objection has to be answered. */
export const answerDue = (receivedAt: Date, clock: LegalClock): DueBy =>
  dueBy(receivedAt, param("R-128", "days", clock.set), clock, ["R-128"]);

/** By when the candidates have to be published, counted from the report. */
export const candidateNoticeDue = (reportAt: Date, clock: LegalClock): DueBy =>
  dueBy(reportAt, param("R-137", "startDays", clock.set), clock, ["R-137"]);

/** When the publicity of candidates is over: the winner may be fixed from this instant on. */
export const candidateNoticeEnd = (from: Date, clock: LegalClock): Date =>
  periodEnd(from, param("R-137", "days", clock.set), clock, ["R-137"]);

/** By when the contract has to be signed. */
export const contractDue = (letterAt: Date, clock: LegalClock): DueBy =>
  dueBy(letterAt, param("R-145", "days", clock.set), clock, ["R-145"]);

/** By when bonds go back after the signing of the contract. */
export const bondRefundDue = (signedAt: Date, clock: LegalClock): DueBy =>
  dueBy(signedAt, param("R-89", "days", clock.set), clock, ["R-89"]);

/** By when the bond of a withdrawn bid goes back. */
export const withdrawalRefundDue = (withdrawnAt: Date, clock: LegalClock): DueBy =>
  dueBy(withdrawnAt, param("R-75", "refundDays", clock.set), clock, ["R-75"]);

/** By when the written report reaches the supervisor. */
export const supervisorReportDue = (winnerFixedAt: Date, clock: LegalClock): DueBy =>
  dueBy(winnerFixedAt, param("R-146", "days", clock.set), clock, ["R-146"]);

/** The bid validity ends at this instant; it runs from the day of the deadline. @param days as the documents state */
export function validityEnd(deadline: Date, days: number, clock: LegalClock): Date {
  return clock.kind === "training"
    ? after(deadline, days, clock.daySeconds)
    : endOfDay(addDays(beijingDate(deadline), days));
}

/** From when on an award that has not come calls for an extension of the validity. */
export const validityWarning = (validityEndsAt: Date, clock: LegalClock): Date =>
  new Date(validityEndsAt.getTime() - param("R-125", "warnDays", clock.set) * dayMs(clock));

/**
 * Until when a complaint is in time: ten days from knowing; the answering of an objection, from the day after
 * it was raised to the day of the answer, is not counted.
 */
export function complaintDue(
  knewAt: Date,
  objection: { readonly raisedAt: Date; readonly answeredAt: Date } | null,
  clock: LegalClock,
): DueBy {
  const days = param("R-131", "days", clock.set);
  if (clock.kind === "training") {
    const excluded = objection ? objection.answeredAt.getTime() - objection.raisedAt.getTime() : 0;
    const at = new Date(after(knewAt, days, clock.daySeconds).getTime() + excluded);
    return { target: at, limit: at };
  }
  const excluded = objection ? daysBetween(beijingDate(objection.raisedAt), beijingDate(objection.answeredAt)) : 0;
  return dueBy(knewAt, days + Math.max(0, excluded), clock, ["R-131"]);
}

/** By when the supervisor decides on acceptance of a complaint, and on the matter. */
export const complaintAcceptanceDue = (receivedAt: Date, clock: LegalClock): Date =>
  dueByWorkdays(receivedAt, param("R-132", "acceptWorkdays", clock.set), clock, ["R-132"]);
export const complaintDecisionDue = (acceptedAt: Date, clock: LegalClock): Date =>
  dueByWorkdays(acceptedAt, param("R-132", "decideWorkdays", clock.set), clock, ["R-132"]);

/** Whether an instant was reckoned with a calendar whose notice is not out yet: pages say so (settled 15). */
export const reckonedProvisionally = (clock: LegalClock, ...instants: readonly Date[]): boolean =>
  clock.kind === "calendar" && isProvisional(clock.calendar, ...instants.map(beijingDate));

const dayMs = (clock: LegalClock): number => (clock.kind === "training" ? clock.daySeconds * 1000 : 86_400_000);

const after = (from: Date, days: number, daySeconds: number): Date =>
  new Date(from.getTime() + days * daySeconds * 1000);

/** Runs `reckon`; a year without a notice becomes an expected "no", for the operator can mend it. */
function covered<T extends Day | { limit: Day }>(calendar: RestDays, rules: readonly RuleId[], reckon: () => T): T {
  try {
    return reckon();
  } catch (error) {
    const year = error instanceof RangeError ? /for (\d{4}):/.exec(error.message)?.[1] : undefined;
    if (year && missingYear(calendar, `${year}-01-01`) !== null)
      throw new Refusal("CALENDAR_MISSING", { year: Number(year) }, rules);
    throw error;
  }
}
