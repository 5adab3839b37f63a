import { Refusal } from "./refusal";
import type { RuleId } from "./rules";

/** Why `facts` forbid the step, or null. Pure; time comes in as a fact. */
export type Guard<Facts> = (facts: Facts, rules: readonly RuleId[]) => Refusal | null;

export type Transition<State extends string, Facts> = {
  readonly from: readonly State[];
  readonly to: State;
  readonly guards: readonly Guard<Facts>[];
  readonly rules: readonly RuleId[];
};

export type Lifecycle<State extends string, Event extends string, Facts> = Readonly<
  Record<Event, Transition<State, Facts>>
>;

/** The state after `event`, or the first reason why it may not happen. Returns, not throws: pages ask too. */
export function step<State extends string, Event extends string, Facts>(
  lifecycle: Lifecycle<State, Event, Facts>,
  state: State,
  event: Event,
  facts: Facts,
): State | Refusal {
  const { from, to, guards, rules } = lifecycle[event];
  if (!from.includes(state)) return new Refusal("STATE_FORBIDS", { state, event }, rules);
  for (const guard of guards) {
    const refusal = guard(facts, rules);
    if (refusal) return refusal;
  }
  return to;
}

/** As `step`, for use cases: a refusal is thrown, so that the transaction rolls back. */
export function mustStep<State extends string, Event extends string, Facts>(
  lifecycle: Lifecycle<State, Event, Facts>,
  state: State,
  event: Event,
  facts: Facts,
): State {
  const next = step(lifecycle, state, event, facts);
  if (next instanceof Refusal) throw next;
  return next;
}
