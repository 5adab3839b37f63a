import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import { param, type RuleId, type RuleSet } from "./rules";

export type MemberKind = "expert" | "representative";

/** Experts a committee of this size needs: two thirds, rounded up: 5 → 4, 7 → 5, 9 → 6, 11 → 8. */
export function minExperts(size: number, set?: RuleSet): number {
  return Math.ceil((size * param("R-107", "experts", set)) / param("R-107", "expertsOf", set));
}

/** Smallest committee allowed. @param water projects of water conservancy need more */
export const minSize = (water: boolean, set?: RuleSet): number =>
  param("R-107", water ? "waterMembers" : "members", set);

/**
 * Why these members may not evaluate, or null: an odd number of at least five, two thirds experts.
 *
 * @param kinds members that accepted and were not replaced
 */
export function compositionFault(
  kinds: readonly MemberKind[],
  water: boolean,
  set?: RuleSet,
): Refusal<"COMMITTEE_INVALID"> | null {
  const size = kinds.length;
  const experts = kinds.filter((kind) => kind === "expert").length;
  const invalid = (needed: string) => new Refusal("COMMITTEE_INVALID", { needed }, ["R-107"]);
  if (size < minSize(water, set)) return invalid(`≥ ${minSize(water, set)}`);
  if (size % 2 === 0) return invalid(`${size - 1} / ${size + 1}`);
  return experts < minExperts(size, set) ? invalid(`${minExperts(size, set)} / ${size}`) : null;
}

/** Reasons to keep out of a committee, in the hub's code list. */
export type RecusalReason = "1" | "2" | "3" | "4" | "9";

export type RecusalFacts = {
  readonly kind: MemberKind;
  /** Credit code of the employer now, and of earlier ones within the period the pool keeps. */
  readonly employers: readonly string[];
  /** Bidders and all members of consortia. Known to the system only until the announcement. */
  readonly bidders: readonly string[];
  readonly tenderee: string;
  readonly agency: string | null;
  /** Authority of the project, and its supervisor. */
  readonly authorities: readonly string[];
  /** The member declared a near relative, an economic interest, or was punished before. */
  readonly declared: boolean;
};

/**
 * Why this person may not evaluate here, or null. Run before the draw and, since bidders are not known then, again
 * after the opening inside the system; only the hit is shown, never whom it hit.
 */
export function recusalReason(facts: RecusalFacts): RecusalReason | null {
  const works = (uscc: string) => facts.employers.includes(uscc);
  if (facts.bidders.some(works)) return "1";
  if (facts.kind === "expert" && works(facts.tenderee)) return "2";
  if (facts.authorities.some(works)) return "3";
  if (facts.agency !== null && works(facts.agency)) return "4";
  return facts.declared ? "9" : null;
}

/** Lawful causes to replace a member. */
export const REPLACEMENT_CAUSES = ["recusal", "absence", "health", "misconduct"] as const;

export type MemberState = "invited" | "accepted" | "declined" | "recused" | "replaced";
export type MemberEvent = "accept" | "decline" | "recuse" | "replace";
export type MemberFacts = {
  /** A code of the list, empty where none was given. */
  readonly cause: string;
  readonly reason: string;
  readonly reportSubmitted: boolean;
};

const lawfulCause: Guard<MemberFacts> = ({ cause }, rules) =>
  (REPLACEMENT_CAUSES as readonly string[]).includes(cause) ? null : new Refusal("GROUND_NEEDED", {}, rules);

const withReason: Guard<MemberFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

const beforeReport: Guard<MemberFacts> = ({ reportSubmitted }, rules) =>
  reportSubmitted ? new Refusal("STATE_FORBIDS", { state: "submitted", event: "replace" }, rules) : null;

/** A replaced member's findings and marks are void; who comes in its place does the review anew. */
export const MEMBER_LIFECYCLE: Lifecycle<MemberState, MemberEvent, MemberFacts> = {
  accept: { from: ["invited"], to: "accepted", guards: [], rules: ["R-108"] },
  decline: { from: ["invited"], to: "declined", guards: [], rules: ["R-108"] },
  recuse: { from: ["invited", "accepted"], to: "recused", guards: [withReason, beforeReport], rules: ["R-109"] },
  replace: {
    from: ["invited", "accepted"],
    to: "replaced",
    guards: [lawfulCause, withReason, beforeReport],
    rules: ["R-110"],
  },
};

/** Whether what this member wrote counts. */
export const counts = (state: MemberState): boolean => state === "accepted";

/**
 * Who leads the committee: the member with the most votes of those present, or null while votes are missing or two are
 * level. The chair's vote weighs as any other's (V 9).
 */
export function electedChair(
  votes: readonly { readonly memberId: string; readonly voteForId: string | null }[],
): string | null {
  if (votes.length === 0 || votes.some(({ voteForId }) => voteForId === null)) return null;
  const tally = new Map<string, number>();
  for (const { voteForId } of votes) if (voteForId) tally.set(voteForId, (tally.get(voteForId) ?? 0) + 1);
  const [first, second] = [...tally].sort((a, b) => b[1] - a[1]);
  return first && first[1] !== second?.[1] ? first[0] : null;
}

/** More than one third of the members say that time is short: 2 of 5, not 1 of 5; 2 of 6 is not more than a third. */
export const timeIsShort = (asking: number, members: number, set?: RuleSet): boolean =>
  asking * param("R-114", "of", set) > members * param("R-114", "over", set);

/** When a prolonged evaluation ends: half of the hours that were set, one at least, from its end or from now. */
export function prolongedEnd(endsAt: Date, now: Date, hours: number, set?: RuleSet): Date {
  const more = Math.max(1, (hours * param("R-114", "percent", set)) / 100) * 3_600_000;
  return new Date(Math.max(endsAt.getTime(), now.getTime()) + more);
}

/** Majority of the members on a disputed item. */
export const isMajority = (votesFor: number, members: number): boolean => votesFor * 2 > members;

/** How many experts to draw: those needed and as many reserves again, in the order drawn. */
export const drawSize = (experts: number): { readonly members: number; readonly reserves: number } => ({
  members: experts,
  reserves: experts,
});

export type ExpertForDraw = {
  readonly id: string;
  readonly specialties: readonly string[];
  readonly regionCode: string;
  readonly state: "active" | "paused" | "removed";
};

/** Experts who may be drawn: right specialty, active, not kept out. In the order of their IDs, for the draw's list. */
export function eligible<E extends ExpertForDraw>(
  experts: readonly E[],
  specialty: string,
  keptOut: ReadonlySet<string>,
): readonly E[] {
  return experts
    .filter((expert) => expert.state === "active" && expert.specialties.includes(specialty) && !keptOut.has(expert.id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Why an expert may not be chosen directly, or null: only special projects, with the ground. */
export function directChoiceFault(specialProject: boolean, ground: string): Refusal | null {
  const rules: readonly RuleId[] = ["R-108"];
  if (!specialProject) return new Refusal("NOT_READY", { missing: "draw" }, rules);
  return ground.trim() ? null : new Refusal("GROUND_NEEDED", {}, rules);
}
