import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import { documentObjectionUntil, type LegalClock } from "./schedule";

/** What is objected to; in the hub's code list 1, 2, 3. */
export type ObjectionKind = "document" | "opening" | "result";
export const OBJECTION_KINDS: readonly ObjectionKind[] = ["document", "opening", "result"];

/** The instants of a lot that the windows hang on; null: has not come. */
export type ObjectionWindows = {
  readonly publishedAt: Date | null;
  readonly deadline: Date | null;
  readonly openingEndedAt: Date | null;
  readonly candidatesFrom: Date | null;
  readonly candidatesTo: Date | null;
};

/**
 * When an objection of this kind is in time, from inclusive, until exclusive; null while the window is not known.
 * A late one is recorded all the same; it only suspends nothing.
 */
export function objectionWindow(
  kind: ObjectionKind,
  lot: ObjectionWindows,
  clock: LegalClock,
): { readonly from: Date; readonly until: Date | null } | null {
  if (kind === "document")
    return lot.publishedAt && lot.deadline
      ? { from: lot.publishedAt, until: documentObjectionUntil(lot.deadline, clock) }
      : null;
  if (kind === "opening") return lot.deadline ? { from: lot.deadline, until: lot.openingEndedAt } : null;
  return lot.candidatesFrom && lot.candidatesTo ? { from: lot.candidatesFrom, until: lot.candidatesTo } : null;
}

/** Whether an objection raised at this instant is in time. */
export function isInTime(kind: ObjectionKind, at: Date, lot: ObjectionWindows, clock: LegalClock): boolean {
  const window = objectionWindow(kind, lot, clock);
  return window !== null && at >= window.from && (window.until === null || at < window.until);
}

/** `suspending`: in time, the lot stands still until the answer. `recorded`: late, for information. */
export type ObjectionState = "suspending" | "recorded" | "answered" | "withdrawn";
export type ObjectionEvent = "answer" | "withdraw";

/** The state an objection begins in. One to the opening is answered on the spot and suspends nothing but its end. */
export const initialObjectionState = (inTime: boolean): ObjectionState => (inTime ? "suspending" : "recorded");

export type ObjectionFacts = {
  readonly answer: string;
  /** Who acts is who objected. */
  readonly byObjector: boolean;
};

const withAnswer: Guard<ObjectionFacts> = ({ answer }, rules) =>
  answer.trim() ? null : new Refusal("NOT_READY", { missing: "answer" }, rules);

const own: Guard<ObjectionFacts> = ({ byObjector }, rules) =>
  byObjector ? null : new Refusal("NOT_ALLOWED", { action: "objection.withdraw" }, rules);

export const OBJECTION_LIFECYCLE: Lifecycle<ObjectionState, ObjectionEvent, ObjectionFacts> = {
  answer: { from: ["suspending", "recorded"], to: "answered", guards: [withAnswer], rules: ["R-128", "R-129"] },
  withdraw: { from: ["suspending", "recorded"], to: "withdrawn", guards: [own], rules: ["R-129"] },
};

/** Whether an objection holds the lot still. */
export const suspends = (objection: { readonly kind: ObjectionKind; readonly state: ObjectionState }): boolean =>
  objection.state === "suspending" && objection.kind !== "opening";

/** Why nothing may go on, or null: objections in time that are not answered. */
export function openObjections(
  objections: readonly { readonly kind: ObjectionKind; readonly state: ObjectionState }[],
): Refusal<"OBJECTION_OPEN"> | null {
  const count = objections.filter(suspends).length;
  return count === 0 ? null : new Refusal("OBJECTION_OPEN", { count }, ["R-128", "R-136"]);
}

/** Why this person may not object, or null: identity and, if not a bidder, a stated interest. */
export function standingFault(facts: {
  readonly signedIn: boolean;
  readonly isBidderOrHolder: boolean;
  readonly interest: string;
}): Refusal | null {
  if (!facts.signedIn) return new Refusal("SIGN_IN_NEEDED", {}, ["R-130"]);
  return facts.isBidderOrHolder || facts.interest.trim() ? null : new Refusal("REASON_NEEDED", {}, ["R-130"]);
}
