import { isMajority } from "./committee";
import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import { param, type RuleSet } from "./rules";

/**
 * Where a committee's work stands. `competition` waits for the argument of R-120. With two envelopes `sealed` waits for the
 * technical result and the session that opens the prices, and `priceReview` judges what was opened there.
 */
export type EvaluationState =
  | "forming"
  | "ready"
  | "signIn"
  | "declaring"
  | "chair"
  | "preliminary"
  | "competition"
  | "detailed"
  | "scoring"
  | "sealed"
  | "priceReview"
  | "pricing"
  | "ranking"
  | "reporting"
  | "submitted"
  | "rechecking"
  | "stopped";

/** From the preliminary review until the report is handed in. */
export const AT_WORK: readonly EvaluationState[] = [
  "preliminary",
  "competition",
  "detailed",
  "scoring",
  "sealed",
  "priceReview",
  "pricing",
  "ranking",
  "reporting",
];

export type EvaluationEvent =
  | "compose"
  | "signIn"
  | "declare"
  | "reform"
  | "elect"
  | "review"
  | "findTooFew"
  | "goOn"
  | "rejectAll"
  | "detail"
  | "score"
  | "hold"
  | "openPrices"
  | "price"
  | "rank"
  | "report"
  | "submit"
  | "recheck"
  | "resubmit"
  | "stop";

export type EvaluationFacts = {
  /** The lot has been announced: without it there is nothing to evaluate. */
  readonly announced: boolean;
  readonly suspended: boolean;
  /** Result of `compositionFault`. */
  readonly composition: Refusal | null;
  readonly members: number;
  readonly checkedIn: number;
  /** Members who declared that nothing keeps them out, and signed the discipline. */
  readonly declared: number;
  /** Members the system or they themselves keep out and who are not replaced yet. */
  readonly toReplace: number;
  readonly chairElected: boolean;
  /** Members who finished the preliminary review; findings on which they differ without a decision. */
  readonly reviewed: number;
  readonly undecided: number;
  /** Clarifications asked whose answer is neither there nor overdue. */
  readonly openClarifications: number;
  readonly validBids: number;
  /** The committee's argument where fewer than three are valid; null: none yet. */
  readonly competition: "sufficient" | "lacking" | null;
  readonly argument: string;
  /** Members whose marks are complete and locked. */
  readonly scored: number;
  /** The documents ask for two envelopes; the session that opens the prices is over; their review is closed. */
  readonly twoEnvelopes: boolean;
  readonly pricesOpened: boolean;
  readonly pricesReviewed: boolean;
  readonly missingDraws: number;
  readonly unresolvedTies: number;
  readonly candidates: number;
  readonly signatures: readonly SignatureState[];
  /** A ground for stopping or rechecking, in words. */
  readonly reason: string;
  readonly set?: RuleSet;
};

/** A member's stand on the report; `refused` is neither signature nor dissent, and counts as agreement. */
export type SignatureState = "pending" | "signed" | "dissented" | "refused";

const waits =
  (missing: string, ready: (facts: EvaluationFacts) => boolean): Guard<EvaluationFacts> =>
  (facts, rules) =>
    ready(facts) ? null : new Refusal("NOT_READY", { missing }, rules);

const notSuspended: Guard<EvaluationFacts> = ({ suspended }, rules) =>
  suspended ? new Refusal("SUSPENDED", {}, rules) : null;
const announced = waits("announcement", (facts) => facts.announced);
const composed: Guard<EvaluationFacts> = ({ composition }) => composition;
const allPresent = waits("checkIn", ({ checkedIn, members }) => checkedIn >= members);
const allDeclared = waits("declarations", ({ declared, members }) => declared >= members);
const nobodyToReplace = waits("replacement", ({ toReplace }) => toReplace === 0);
const somebodyToReplace = waits("replacement", ({ toReplace }) => toReplace > 0);
const chairElected = waits("chair", (facts) => facts.chairElected);
const allReviewed = waits("preliminary", ({ reviewed, members }) => reviewed >= members);
const allDecided = waits("decisions", ({ undecided }) => undecided === 0);
const allClarified = waits("clarifications", ({ openClarifications }) => openClarifications === 0);
const enoughBids = waits("competition", ({ validBids, set }) => validBids >= param("R-120", "valid", set));
const tooFewBids = waits("competition", ({ validBids, set }) => validBids < param("R-120", "valid", set));
const argued: Guard<EvaluationFacts> = ({ argument }, rules) =>
  argument.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);
const sufficient = waits("competition", ({ competition, validBids }) => competition === "sufficient" && validBids > 0);
const lacking = waits("competition", ({ competition, validBids }) => competition === "lacking" || validBids === 0);
const allScored = waits("scores", ({ scored, members }) => scored >= members);
const drawsThere = waits("draws", ({ missingDraws }) => missingDraws === 0);
const priceApart = waits("prices", (facts) => facts.twoEnvelopes);
const pricesOpened = waits("prices", (facts) => facts.pricesOpened);
/** With one envelope prices are open from the beginning and reviewed with the rest. */
const pricesDecided = waits("decisions", ({ twoEnvelopes, undecided }) => !twoEnvelopes || undecided === 0);
const pricesReadable = waits(
  "prices",
  ({ twoEnvelopes, pricesOpened: opened, pricesReviewed }) => !twoEnvelopes || (opened && pricesReviewed),
);
const tiesResolved = waits("ties", ({ unresolvedTies }) => unresolvedTies === 0);
const fewCandidates: Guard<EvaluationFacts> = ({ candidates, set }, rules) => {
  const max = param("R-123", "candidates", set);
  return candidates <= max ? null : new Refusal("OUT_OF_RANGE", { min: "0", max: String(max) }, rules);
};
const allSigned = waits("signatures", ({ signatures, members }) => reportIsSettled(signatures, members));
const withReason: Guard<EvaluationFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

export const EVALUATION_LIFECYCLE: Lifecycle<EvaluationState, EvaluationEvent, EvaluationFacts> = {
  compose: { from: ["forming"], to: "ready", guards: [composed], rules: ["R-107"] },
  signIn: { from: ["ready"], to: "signIn", guards: [notSuspended, announced, composed], rules: ["R-107", "R-112"] },
  declare: { from: ["signIn"], to: "declaring", guards: [notSuspended, allPresent], rules: ["R-109", "R-112"] },
  // Somebody leaves: the committee is formed anew, and who comes in starts from the sign-in, up to the report's submission.
  reform: {
    from: ["ready", "signIn", "declaring", "chair", ...AT_WORK, "rechecking"],
    to: "forming",
    guards: [somebodyToReplace],
    rules: ["R-109", "R-110"],
  },
  elect: {
    from: ["declaring"],
    to: "chair",
    guards: [notSuspended, nobodyToReplace, allDeclared, composed],
    rules: ["R-107", "R-109"],
  },
  review: { from: ["chair"], to: "preliminary", guards: [notSuspended, chairElected], rules: ["R-113"] },
  detail: {
    from: ["preliminary"],
    to: "detailed",
    guards: [notSuspended, allReviewed, allDecided, allClarified, enoughBids],
    rules: ["R-113", "R-118", "R-120"],
  },
  findTooFew: {
    from: ["preliminary", "priceReview"],
    to: "competition",
    guards: [notSuspended, allReviewed, allDecided, allClarified, tooFewBids],
    rules: ["R-120"],
  },
  goOn: { from: ["competition"], to: "detailed", guards: [notSuspended, sufficient, argued], rules: ["R-120"] },
  rejectAll: { from: ["competition"], to: "reporting", guards: [notSuspended, lacking, argued], rules: ["R-120"] },
  score: { from: ["detailed"], to: "scoring", guards: [notSuspended, allClarified], rules: ["R-113"] },
  // Prices are computed once every member's marks are locked, so that no mark can lean on a price.
  // Two envelopes: everything but the price is judged; now the technical result is signed, and a session opens the prices.
  hold: { from: ["scoring"], to: "sealed", guards: [notSuspended, priceApart, allScored], rules: ["R-113"] },
  openPrices: { from: ["sealed"], to: "priceReview", guards: [notSuspended, pricesOpened], rules: ["R-97", "R-113"] },
  price: {
    from: ["scoring", "priceReview"],
    to: "pricing",
    guards: [notSuspended, allScored, pricesReadable, pricesDecided, drawsThere],
    rules: ["R-106", "R-113"],
  },
  rank: { from: ["pricing"], to: "ranking", guards: [notSuspended, tiesResolved], rules: ["R-113"] },
  report: { from: ["ranking"], to: "reporting", guards: [notSuspended, fewCandidates], rules: ["R-123", "R-124"] },
  submit: {
    from: ["reporting"],
    to: "submitted",
    guards: [notSuspended, fewCandidates, allSigned],
    rules: ["R-123", "R-167"],
  },
  recheck: { from: ["submitted"], to: "rechecking", guards: [withReason], rules: ["R-126"] },
  resubmit: {
    from: ["rechecking"],
    to: "submitted",
    guards: [notSuspended, fewCandidates, allSigned],
    rules: ["R-123", "R-126"],
  },
  stop: {
    from: AT_WORK,
    to: "stopped",
    guards: [withReason],
    rules: ["R-122"],
  },
};

/** Every member signed, dissented in writing, or refused and the chair recorded it. */
export const reportIsSettled = (signatures: readonly SignatureState[], members: number): boolean =>
  signatures.length === members && signatures.every((state) => state !== "pending");

/** Whether the report stands as agreed by this member. */
export const agrees = (state: SignatureState): boolean => state === "signed" || state === "refused";

/** The seven grounds of the law, and `document` for one the documents list. */
export const REJECTION_GROUNDS = [
  "unsigned",
  "noAgreement",
  "unqualified",
  "severalBids",
  "belowCost",
  "aboveCeiling",
  "unresponsive",
  "fraud",
  "document",
] as const;
export type RejectionGround = (typeof REJECTION_GROUNDS)[number];

export type RejectionFacts = {
  readonly ground: string;
  readonly facts: string;
  /** Which of the documents' own grounds, for `document`; it must be one of them. */
  readonly documentGround: string | null;
  readonly documentGrounds: readonly string[];
  readonly votesFor: number;
  readonly members: number;
  /** A written explanation of the price was asked for and its time is over or it was answered. */
  readonly inquiryClosed: boolean;
};

/** Why a bid may not be rejected like this, or null. */
export function rejectionFault(facts: RejectionFacts): Refusal | null {
  const { ground, documentGround } = facts;
  if (!(REJECTION_GROUNDS as readonly string[]).includes(ground)) return new Refusal("GROUND_NEEDED", {}, ["R-118"]);
  if (ground === "document" && (documentGround === null || !facts.documentGrounds.includes(documentGround)))
    return new Refusal("GROUND_NEEDED", {}, ["R-113", "R-118"]);
  if (!facts.facts.trim()) return new Refusal("REASON_NEEDED", {}, ["R-118"]);
  if (ground === "belowCost" && !facts.inquiryClosed) return new Refusal("INQUIRY_NEEDED", {}, ["R-117"]);
  return isMajority(facts.votesFor, facts.members) ? null : new Refusal("NOT_READY", { missing: "votes" }, ["R-118"]);
}

/** The ten items of an evaluation report (R-124, evaluation.md §9). */
export const REPORT_ITEMS = [
  "basics",
  "committee",
  "openingRecord",
  "conformingBids",
  "rejectedBids",
  "method",
  "comparison",
  "ranking",
  "candidates",
  "clarifications",
] as const;
export type ReportItem = (typeof REPORT_ITEMS)[number];

/** Items a report lacks. "None" is an entry too: an absent one is not. */
export const missingReportItems = (content: Readonly<Record<string, unknown>>): readonly ReportItem[] =>
  REPORT_ITEMS.filter((item) => content[item] === undefined || content[item] === null || content[item] === "");
