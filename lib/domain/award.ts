import { isMajority } from "./committee";
import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import { candidateNoticeEnd, type LegalClock } from "./schedule";

/** Grounds to pass over a higher-ranked candidate. */
export const NEXT_CANDIDATE_GROUNDS = ["gaveUp", "forceMajeure", "noPerformanceBond", "illegality"] as const;
export type NextCandidateGround = (typeof NEXT_CANDIDATE_GROUNDS)[number];

export type Candidate = { readonly rank: number; readonly digest: string };

export type ChoiceFacts = {
  readonly candidates: readonly Candidate[];
  readonly digest: string;
  readonly stateDominant: boolean;
  readonly statutory: boolean;
  /** For each candidate ranked higher, why it is passed over; by bid digest. */
  readonly grounds: Readonly<Record<string, { readonly ground: string; readonly reason: string }>>;
};

/**
 * Why this candidate may not be fixed as winner, or null: only a candidate; in mandatory projects dominated by
 * state funds the first-ranked, unless every one before it fell away on a ground of the law; elsewhere another choice needs
 * a reason.
 */
export function choiceFault({ candidates, digest, stateDominant, statutory, grounds }: ChoiceFacts): Refusal | null {
  const chosen = candidates.find((candidate) => candidate.digest === digest);
  if (!chosen) return new Refusal("NOT_A_CANDIDATE", {}, ["R-141"]);
  for (const passed of candidates.filter(({ rank }) => rank < chosen.rank)) {
    const given = grounds[passed.digest];
    const lawful = (NEXT_CANDIDATE_GROUNDS as readonly string[]).includes(given?.ground ?? "");
    if (stateDominant && statutory && !lawful) return new Refusal("GROUND_NEEDED", {}, ["R-140"]);
    if (!given?.reason.trim()) return new Refusal("REASON_NEEDED", {}, ["R-140"]);
  }
  return null;
}

/** What the tenderee goes through before publicity. */
export const REPORT_CHECKLIST = [
  "standards",
  "objective",
  "outliers",
  "lowPrice",
  "clarifications",
  "rejections",
] as const;

/** What a publicity of candidates must state, each candidate. */
export const CANDIDATE_ITEMS = [
  "name",
  "price",
  "quality",
  "duration",
  "evaluation",
  "manager",
  "managerCertificate",
  "qualification",
] as const;
export type CandidateItem = (typeof CANDIDATE_ITEMS)[number];

/**
 * Items a candidate's entry lacks. The manager's certificate is demanded where the documents ask for one.
 *
 * @param entry by item @param withManager whether the documents ask for a manager
 */
export const missingCandidateItems = (
  entry: Readonly<Partial<Record<CandidateItem, string>>>,
  withManager: boolean,
): readonly CandidateItem[] =>
  CANDIDATE_ITEMS.filter((item) => (withManager || !item.startsWith("manager")) && !entry[item]?.trim());

/** From report to contract. The state is read from the lot's instants: see `awardStateOf`. */
export type AwardState = "verifying" | "publicity" | "deciding" | "winnerFixed" | "lettersSent" | "signed";
export type AwardEvent = "publish" | "fix" | "sendLetters" | "giveUp" | "sign";

export type AwardFacts = {
  readonly at: Date;
  readonly suspended: boolean;
  /** Items of the checklist that are not ticked. */
  readonly unchecked: number;
  readonly candidates: number;
  /** Candidates of whom an item is missing. */
  readonly incomplete: number;
  readonly publicityEndsAt: Date | null;
  /** Refusal of `openObjections`, or null. */
  readonly objections: Refusal | null;
  /** Refusal of `choiceFault`, or null; for letters, why the winner may not stay one. */
  readonly choice: Refusal | null;
  /** Candidates whose condition the committee is looking at again. */
  readonly rechecks: number;
  readonly letters: number;
  readonly bidders: number;
  readonly ground: string;
  readonly reason: string;
};

const notSuspended: Guard<AwardFacts> = ({ suspended }) => (suspended ? new Refusal("SUSPENDED", {}, ["R-128"]) : null);
const objectionsAnswered: Guard<AwardFacts> = ({ objections }) => objections;
const ready =
  (missing: string, test: (facts: AwardFacts) => boolean): Guard<AwardFacts> =>
  (facts, rules) =>
    test(facts) ? null : new Refusal("NOT_READY", { missing }, rules);
const checked = ready("checklist", ({ unchecked }) => unchecked === 0);
const withCandidates = ready("candidates", ({ candidates, incomplete }) => candidates > 0 && incomplete === 0);
const letterForEverybody = ready("letters", ({ letters, bidders }) => bidders > 0 && letters === bidders);
const publicityOver: Guard<AwardFacts> = ({ at, publicityEndsAt }) => {
  if (publicityEndsAt === null) return new Refusal("NOT_READY", { missing: "candidateNotice" }, ["R-137"]);
  return at >= publicityEndsAt ? null : new Refusal("TOO_EARLY", { from: publicityEndsAt }, ["R-137"]);
};
/** The law wants the committee's word before the award letter goes out. */
const nobodyRechecked: Guard<AwardFacts> = ({ rechecks }) =>
  rechecks === 0 ? null : new Refusal("NOT_READY", { missing: "candidateRecheck" }, ["R-143"]);
const lawfulChoice: Guard<AwardFacts> = ({ choice }) => choice;
const withGround: Guard<AwardFacts> = ({ ground }, rules) =>
  (NEXT_CANDIDATE_GROUNDS as readonly string[]).includes(ground) ? null : new Refusal("GROUND_NEEDED", {}, rules);
const withReason: Guard<AwardFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

export const AWARD_LIFECYCLE: Lifecycle<AwardState, AwardEvent, AwardFacts> = {
  publish: {
    from: ["verifying"],
    to: "publicity",
    guards: [notSuspended, checked, withCandidates],
    rules: ["R-126", "R-137", "R-138"],
  },
  fix: {
    from: ["publicity", "deciding"],
    to: "winnerFixed",
    guards: [notSuspended, publicityOver, objectionsAnswered, nobodyRechecked, lawfulChoice],
    rules: ["R-128", "R-137", "R-140", "R-141"],
  },
  sendLetters: {
    from: ["winnerFixed"],
    to: "lettersSent",
    guards: [notSuspended, nobodyRechecked, lawfulChoice, letterForEverybody],
    rules: ["R-144"],
  },
  giveUp: {
    from: ["winnerFixed", "lettersSent"],
    to: "deciding",
    guards: [notSuspended, withGround, withReason],
    rules: ["R-140"],
  },
  // Whether the contract may be signed at all is the contract's own table (CONTRACT_LIFECYCLE).
  sign: { from: ["lettersSent"], to: "signed", guards: [notSuspended], rules: ["R-145"] },
};

export type RecheckOutcome = "confirmed" | "unfit";

/**
 * What the committee says of a candidate whose condition changed: decided with the majority of its members. When all
 * have spoken and no majority confirms, the candidate is not confirmed.
 */
export function recheckOutcome(fit: number, unfit: number, members: number): RecheckOutcome | null {
  if (isMajority(fit, members)) return "confirmed";
  return isMajority(unfit, members) || fit + unfit >= members ? "unfit" : null;
}

export type AwardInstants = {
  readonly reportSubmittedAt: Date | null;
  readonly candidatesFrom: Date | null;
  readonly winnerFixedAt: Date | null;
  readonly noticeSentAt: Date | null;
  readonly contractSignedAt: Date | null;
  readonly failedAt: Date | null;
  readonly terminatedAt: Date | null;
};

/** Where an award stands; null before the report and on a lot that ended without one. A winner that gave up leaves `candidatesFrom` and clears the rest. */
export function awardStateOf(lot: AwardInstants, gaveUp = false): AwardState | null {
  if (!lot.reportSubmittedAt || lot.failedAt || lot.terminatedAt) return null;
  if (lot.contractSignedAt) return "signed";
  if (lot.noticeSentAt) return "lettersSent";
  if (lot.winnerFixedAt) return "winnerFixed";
  if (gaveUp) return "deciding";
  return lot.candidatesFrom ? "publicity" : "verifying";
}

/**
 * When the publicity is over. An answered objection does not restart it; it only cannot end before the last answer
 * (lifecycle.md §9: the law leaves this open).
 */
export function publicityEnd(from: Date, lastAnswerAt: Date | null, clock: LegalClock): Date {
  const end = candidateNoticeEnd(from, clock);
  return lastAnswerAt !== null && lastAnswerAt > end ? lastAnswerAt : end;
}
