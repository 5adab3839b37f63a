import { Refusal } from "@/lib/domain/refusal";
import { earliestDeadlineAfterAmendment, legalClock } from "@/lib/domain/schedule";
import { CHINA } from "@/lib/kernel/china-calendar";
import { beijingTime } from "@/lib/kernel/format";
import type { DocumentSetRow } from "@/lib/store/documents";
import type { LotWithTender } from "@/lib/store/lots";

/** The earliest deadline after an amendment issued at `at`; the present one where it leaves time enough. */
export function earliestAfterAmendment(lot: LotWithTender, affects: boolean, at: Date): Date {
  const present = lot.deadline;
  if (!present || at >= present) throw new Refusal("STATE_FORBIDS", { state: "opening", event: "amend" }, ["R-55"]);
  return earliestDeadlineAfterAmendment(at, present, affects, legalClock(lot.tender, CHINA));
}

/**
 * Refuses an amendment that affects bids without the time the law leaves for them; a deadline never moves forward.
 *
 * @throws {Refusal} DEADLINE_TOO_EARLY with the earliest; STATE_FORBIDS once the deadline has passed
 */
export function mustLeaveTime(lot: LotWithTender, set: Pick<DocumentSetRow, "affects" | "deadline">, at: Date): void {
  const earliest = earliestAfterAmendment(lot, set.affects, at);
  if ((set.deadline ?? lot.deadline!) < earliest)
    throw new Refusal("DEADLINE_TOO_EARLY", { earliest: beijingTime(earliest) }, ["R-55"]);
}
