import { AWARD_LIFECYCLE, type AwardEvent, type AwardFacts, type AwardState, awardStateOf } from "@/lib/domain/award";
import { mustStep } from "@/lib/domain/lifecycle";
import { Refusal } from "@/lib/domain/refusal";
import type { LotWithTender } from "@/lib/store/lots";

/** What every step is asked of; a fact that a step needs and is not told refuses it. */
const UNTOLD = {
  unchecked: 1,
  candidates: 0,
  incomplete: 0,
  publicityEndsAt: null,
  objections: new Refusal("NOT_READY", { missing: "objections" }, ["R-128"]),
  choice: new Refusal("NOT_A_CANDIDATE", {}, ["R-141"]),
  rechecks: 1,
  letters: 0,
  bidders: 0,
  ground: "",
  reason: "",
} as const satisfies Omit<AwardFacts, "at" | "suspended">;

/**
 * The state of a lot's award after `event`. Ask it before the slow work, and again under the lot's lock.
 *
 * @param facts.fallen whether a winner fell away before: then the choice among the rest is open
 * @throws {Refusal} STATE_FORBIDS before the report and on a lot that ended; whatever the table's guards say
 */
export function stepAward(
  lot: LotWithTender,
  event: AwardEvent,
  { fallen = false, ...facts }: Partial<AwardFacts> & { readonly at: Date; readonly fallen?: boolean },
): AwardState {
  const state = awardStateOf(lot, fallen);
  if (!state) throw new Refusal("STATE_FORBIDS", { state: "evaluation", event }, AWARD_LIFECYCLE[event].rules);
  return mustStep(AWARD_LIFECYCLE, state, event, { ...UNTOLD, suspended: lot.suspendedAt !== null, ...facts });
}
