import type { Actor } from "@/lib/domain/actor";
import {
  EVALUATION_LIFECYCLE,
  type EvaluationEvent,
  type EvaluationFacts,
  type EvaluationState,
} from "@/lib/domain/evaluation";
import { mustStep, step } from "@/lib/domain/lifecycle";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { type Committee, changeCommittee } from "@/lib/store/committees";
import type { Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { type FormingFacts, formingFacts } from "./forming-facts";

/** Lot and committee as they were read under their locks. */
export type LockedBench = { readonly lot: LotWithTender; readonly committee: Committee };

/** Events from the forming to the beginning of the review; those after it belong to the room's own table. */
export type FormingEvent = Extract<EvaluationEvent, "compose" | "signIn" | "declare" | "reform" | "elect" | "review">;

/** No event up to the review looks at these. */
const NOTHING_REVIEWED: Omit<EvaluationFacts, keyof FormingFacts> = {
  reviewed: 0,
  undecided: 0,
  openClarifications: 0,
  validBids: 0,
  competition: null,
  argument: "",
  scored: 0,
  twoEnvelopes: false,
  pricesOpened: false,
  pricesReviewed: false,
  missingDraws: 0,
  unresolvedTies: 0,
  candidates: 0,
  signatures: [],
  reason: "",
};

const factsOf = async (tx: Tx, { lot, committee }: LockedBench): Promise<EvaluationFacts> => ({
  ...NOTHING_REVIEWED,
  ...(await formingFacts(tx, lot, committee)),
});

/**
 * Lets one event of the lifecycle happen, with its audit entry: facts from the database, state written, or refused.
 * Lot and committee are locked by the caller (`lockCommittee`).
 *
 * @throws {Refusal} the first reason why it may not happen
 */
export async function stepCommittee(tx: Tx, actor: Actor, bench: LockedBench, event: FormingEvent): Promise<Committee> {
  const { lot, committee } = bench;
  const from = stateOf(committee);
  const to = mustStep(EVALUATION_LIFECYCLE, from, event, await factsOf(tx, bench));
  const changed = await changeCommittee(tx, committee.id, { state: to });
  await record(tx, actor, {
    action: `evaluation.${event}`,
    objectKind: "committee",
    objectId: committee.id,
    lotId: lot.id,
    facts: { from, to },
  });
  return changed;
}

/** What follows by itself once its conditions are met; everything else somebody decides. */
const BY_ITSELF: readonly FormingEvent[] = ["compose", "declare", "elect", "review"];

/**
 * Goes on as far as the members' acts allow, from forming to the review: who acted last carries the committee along, so
 * that nothing waits for a timer. A committee formed anew in an evaluation that has begun goes back to the sign-in.
 */
export async function advanceCommittee(tx: Tx, actor: Actor, { lot, committee }: LockedBench): Promise<Committee> {
  const events: readonly FormingEvent[] = lot.evaluationStartedAt ? [...BY_ITSELF, "signIn"] : BY_ITSELF;
  let current = committee;
  for (;;) {
    const facts = await factsOf(tx, { lot, committee: current });
    const next = events.find(
      (event) => !(step(EVALUATION_LIFECYCLE, stateOf(current), event, facts) instanceof Refusal),
    );
    if (!next) return current;
    current = await stepCommittee(tx, actor, { lot, committee: current }, next);
  }
}

const stateOf = ({ state }: Committee): EvaluationState => state as EvaluationState;
