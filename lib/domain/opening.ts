import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import { param, type RuleSet } from "./rules";

/**
 * Where the opening of a lot stands. `window`: bidders decrypt; `remedy`: the remedial window; `frozen`: nothing
 * can be added, shares come in; `announced`: names and prices are public; `ended`: record signed and published.
 */
export type OpeningState = "scheduled" | "window" | "remedy" | "frozen" | "announced" | "ended" | "failed";
export type OpeningEvent =
  | "close"
  | "failTooFew"
  | "extendWindow"
  | "endWindow"
  | "freeze"
  | "announce"
  | "draw"
  | "failOpened"
  | "end";

/** Instants and counts an opening is judged by. Instants come from the lot, nothing is flipped by a job. */
export type OpeningFacts = {
  readonly at: Date;
  readonly deadline: Date;
  readonly windowEndsAt: Date | null;
  readonly remedyEndsAt: Date | null;
  readonly suspended: boolean;
  /** Bidders with a sealed bid that was in time; counted before anything is decrypted. */
  readonly bidders: number;
  /** Bids that the seal check passed, held back or found altered: all have a result before any decryption. */
  readonly sealsChecked: number;
  readonly released: number;
  /** An incident of the platform is open: no bid may be laid at a bidder's door while it is. */
  readonly incidentOpen: boolean;
  readonly sharesComplete: boolean;
  readonly opened: number;
  readonly revoked: number;
  readonly lapsed: number;
  /** From the documents: fewer opened than this fail the lot; 0: go on with what there is. */
  readonly failBelow: number;
  readonly drawsMissing: number;
  readonly objectionsOpen: number;
  readonly causesMissing: number;
  readonly set?: RuleSet;
};

const notSuspended: Guard<OpeningFacts> = ({ suspended }, rules) =>
  suspended ? new Refusal("SUSPENDED", {}, rules) : null;
const deadlineReached: Guard<OpeningFacts> = ({ at, deadline }, rules) =>
  at >= deadline ? null : new Refusal("BIDDING_STILL_OPEN", { deadline }, rules);
const enoughBidders: Guard<OpeningFacts> = ({ bidders, set }, rules) => {
  const needed = param("R-95", "bidders", set);
  return bidders >= needed ? null : new Refusal("TOO_FEW_BIDS", { needed }, rules);
};
const ready =
  (missing: string, test: (facts: OpeningFacts) => boolean): Guard<OpeningFacts> =>
  (facts, rules) =>
    test(facts) ? null : new Refusal("NOT_READY", { missing }, rules);
const tooFewBidders = ready("bidders", ({ bidders, set }) => bidders < param("R-95", "bidders", set));
const sealsChecked = ready("sealCheck", ({ sealsChecked: checked, bidders }) => checked === bidders);
const noIncident = ready("incident", ({ incidentOpen }) => !incidentOpen);
const allSharesThere = ready("shares", ({ sharesComplete }) => sharesComplete);
const drawsDone = ready("draws", ({ drawsMissing }) => drawsMissing === 0);
const causesGiven = ready("causes", ({ causesMissing }) => causesMissing === 0);
/** What came in is opened, revoked or lapsed: nothing is lost on the way. */
const allAccountedFor = ready(
  "account",
  ({ bidders, opened, revoked, lapsed }) => opened + revoked + lapsed === bidders,
);
const openedTooFew = ready("opened", ({ opened, failBelow }) => opened < failBelow);
const openedEnough = ready("opened", ({ opened, failBelow }) => opened >= failBelow);
const objectionsAnswered: Guard<OpeningFacts> = ({ objectionsOpen }, rules) =>
  objectionsOpen === 0 ? null : new Refusal("OBJECTION_OPEN", { count: objectionsOpen }, rules);
/** The window is over when its time is, or when everybody has decrypted. */
const windowOver: Guard<OpeningFacts> = ({ at, windowEndsAt, released, bidders }, rules) => {
  if (released === bidders || windowEndsAt === null || at >= windowEndsAt) return null;
  return new Refusal("TOO_EARLY", { from: windowEndsAt }, rules);
};
const remedyOver: Guard<OpeningFacts> = ({ at, remedyEndsAt, released, bidders }, rules) => {
  if (released === bidders || remedyEndsAt === null || at >= remedyEndsAt) return null;
  return new Refusal("TOO_EARLY", { from: remedyEndsAt }, rules);
};
const windowOpen: Guard<OpeningFacts> = ({ at, remedyEndsAt }, rules) =>
  remedyEndsAt === null || at < remedyEndsAt ? null : new Refusal("TOO_LATE", { limit: remedyEndsAt }, rules);

/** Closing and opening start by themselves at the deadline (settled 10); every event here may come late and changes nothing then. */
export const OPENING_LIFECYCLE: Lifecycle<OpeningState, OpeningEvent, OpeningFacts> = {
  close: {
    from: ["scheduled"],
    to: "window",
    guards: [deadlineReached, notSuspended, enoughBidders, sealsChecked],
    rules: ["R-94", "R-95", "R-165"],
  },
  // The count is taken before any decryption; sealed bids go back unopened.
  failTooFew: {
    from: ["scheduled"],
    to: "failed",
    guards: [deadlineReached, notSuspended, tooFewBidders],
    rules: ["R-95"],
  },
  extendWindow: { from: ["window", "remedy"], to: "window", guards: [windowOpen], rules: ["R-96", "R-98"] },
  endWindow: { from: ["window"], to: "remedy", guards: [notSuspended, windowOver], rules: ["R-96", "R-99"] },
  freeze: {
    from: ["window", "remedy"],
    to: "frozen",
    guards: [notSuspended, noIncident, remedyOver],
    rules: ["R-98", "R-99"],
  },
  announce: { from: ["frozen"], to: "announced", guards: [notSuspended, allSharesThere], rules: ["R-97", "R-100"] },
  // K and drop rates are drawn after the announcement (settled 12).
  draw: { from: ["announced"], to: "announced", guards: [notSuspended], rules: ["R-106"] },
  failOpened: { from: ["announced"], to: "failed", guards: [openedTooFew], rules: ["R-104"] },
  end: {
    from: ["announced"],
    to: "ended",
    guards: [notSuspended, causesGiven, allAccountedFor, openedEnough, drawsDone, objectionsAnswered],
    rules: ["R-100", "R-101", "R-102", "R-103", "R-106"],
  },
};

export type OpeningInstants = {
  readonly closedAt: Date | null;
  readonly windowEndsAt: Date | null;
  readonly frozenAt: Date | null;
  readonly announcedAt: Date | null;
  readonly openingEndedAt: Date | null;
  readonly failedAt: Date | null;
};

/** Where the opening stands at `now`, read from the lot's instants. */
export function openingStateOf(lot: OpeningInstants, now: Date): OpeningState {
  if (lot.failedAt) return "failed";
  if (lot.openingEndedAt) return "ended";
  if (lot.announcedAt) return "announced";
  if (lot.frozenAt) return "frozen";
  if (!lot.closedAt) return "scheduled";
  return lot.windowEndsAt && now >= lot.windowEndsAt ? "remedy" : "window";
}

/**
 * Until when bids may be released, as the lot stands at `now`; null when they may not. While the decryption window runs
 * its own end is the limit everywhere: the remedial window after it is for what failed in it, not a later deadline.
 */
export function releaseLimit(
  lot: OpeningInstants & { readonly remedyEndsAt: Date | null },
  now: Date,
): { readonly what: "window" | "remedy"; readonly at: Date } | null {
  const state = openingStateOf(lot, now);
  if (state === "window" && lot.windowEndsAt) return { what: state, at: lot.windowEndsAt };
  if (state === "remedy" && lot.remedyEndsAt) return { what: state, at: lot.remedyEndsAt };
  return null;
}

/** Why a bid was not decrypted: the bidder's cause revokes it, another's cause lapses it. A person decides, with evidence. */
export type UndecryptedCause = "bidder" | "other";
export const fateOf = (cause: UndecryptedCause): "revoked" | "lapsed" => (cause === "bidder" ? "revoked" : "lapsed");

/** Why this cause may not be recorded, or null: evidence is needed, and none lies with the bidder while our incident is open. */
export function causeFault(cause: UndecryptedCause, evidence: string, incidentOpen: boolean): Refusal | null {
  if (!evidence.trim()) return new Refusal("REASON_NEEDED", {}, ["R-98"]);
  return cause === "bidder" && incidentOpen ? new Refusal("NOT_READY", { missing: "incident" }, ["R-98"]) : null;
}
