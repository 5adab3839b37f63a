import { Refusal } from "@/lib/domain/refusal";
import { param } from "@/lib/domain/rules";
import { beijingDate, endOfDay, latestBefore } from "@/lib/kernel/calendar";
import type { DocumentSetRow } from "@/lib/store/documents";
import type { LotWithTender } from "@/lib/store/lots";
import { type DayLength, earliestOf } from "@/lib/usecases/document/periods";

const AMENDMENT_DAYS = param("R-55", "days");

/**
 * The earliest deadline after an amendment that may affect the making of bids, issued at `at`: fifteen days, or
 * the present deadline where that leaves them already.
 */
export function earliestDeadline(day: DayLength, present: Date, at: Date): Date {
  if (leavesTime(day, present, at)) return present;
  return earliestOf(day)(at, AMENDMENT_DAYS);
}

/** At least fifteen days before the deadline, counted backwards by days without rolling (rules.md §13.5). */
export function leavesTime({ training, daySeconds }: DayLength, deadline: Date, at: Date): boolean {
  if (training) return deadline.getTime() - at.getTime() >= AMENDMENT_DAYS * daySeconds * 1000;
  return at < endOfDay(latestBefore(beijingDate(deadline), AMENDMENT_DAYS));
}

/**
 * Refuses an amendment that affects bids without the time the law leaves for them; the deadline never moves forward in
 * time and never into the past.
 *
 * @throws {Refusal} DEADLINE_TOO_EARLY with the earliest; STATE_FORBIDS once the deadline has passed
 */
export function mustLeaveTime(lot: LotWithTender, set: Pick<DocumentSetRow, "affects" | "deadline">, at: Date): void {
  const present = lot.deadline;
  if (!present || at >= present) throw new Refusal("STATE_FORBIDS", { state: "opening", event: "amend" }, ["R-55"]);
  const deadline = set.deadline ?? present;
  const earliest = set.affects ? earliestDeadline(lot.tender, present, at) : present;
  if (deadline < present || deadline < earliest)
    throw new Refusal("DEADLINE_TOO_EARLY", { earliest: (earliest > present ? earliest : present).toISOString() }, ["R-55"]);
}
