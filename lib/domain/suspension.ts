import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";

/** Why a lot stands still: an objection in time, a supervisor's order, a major incident. */
export type SuspensionCause = "objection" | "order" | "incident";

export type SuspensionState = "normal" | "suspended" | "ended";
export type SuspensionEvent = "suspend" | "resume" | "end";

export type SuspensionFacts = {
  readonly reason: string;
  /** Causes that still hold, the one about to end not counted. */
  readonly openCauses: number;
};

const withReason: Guard<SuspensionFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

const nothingElseHolds: Guard<SuspensionFacts> = ({ openCauses }, rules) =>
  openCauses === 0 ? null : new Refusal("SUSPENDED", {}, rules);

/** Beside the stage. A second cause keeps a lot suspended when the first one ends. */
export const SUSPENSION_LIFECYCLE: Lifecycle<SuspensionState, SuspensionEvent, SuspensionFacts> = {
  suspend: { from: ["normal", "suspended"], to: "suspended", guards: [withReason], rules: ["R-128", "R-134"] },
  resume: { from: ["suspended"], to: "normal", guards: [nothingElseHolds], rules: ["R-128", "R-134"] },
  end: { from: ["normal", "suspended"], to: "ended", guards: [], rules: ["R-150", "R-152"] },
};

/**
 * Acts that stay possible while a lot is suspended: bidders keep their right to submit and withdraw, objections and
 * questions are answered, money goes back. Everything else that leads forward waits.
 */
export const ALLOWED_WHILE_SUSPENDED = [
  "bid.submit",
  "bid.withdraw",
  "question.ask",
  "question.answer",
  "objection.file",
  "objection.answer",
  "objection.withdraw",
  "bond.refund",
  "lot.suspend",
  "lot.resume",
  "lot.terminate",
] as const;

/** Why this act waits, or null. */
export function suspensionFault(suspendedAt: Date | null, act: string): Refusal<"SUSPENDED"> | null {
  if (!suspendedAt || (ALLOWED_WHILE_SUSPENDED as readonly string[]).includes(act)) return null;
  return new Refusal("SUSPENDED", {}, ["R-128", "R-134"]);
}

/** At the deadline a suspended lot does not open; a new deadline is set by notice (lifecycle.md §3). */
export const mustPostponeOpening = (
  lot: { readonly suspendedAt: Date | null; readonly deadline: Date | null },
  now: Date,
): boolean => lot.suspendedAt !== null && lot.deadline !== null && now >= lot.deadline;
