import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import { param, type RuleSet } from "./rules";

/** Records of the public service platform (data-dictionary.md §6), with what must be there before them. */
export const HUB_KINDS = {
  500: { name: "PROJECT", after: [], release: "now" },
  501: { name: "TENDER_PROJECT", after: [500], release: "now" },
  502: { name: "SECTION", after: [501], release: "now" },
  503: { name: "TENDER_ANN_QUA_INQUERY_ANN", after: [502], release: "now" },
  504: { name: "TENDER_FILE_CLARI_MODI", after: [503], release: "now" },
  505: { name: "TENDER_INVITATION", after: [502], release: "now" },
  507: { name: "TENDER_LIST", after: [504], release: "announced" },
  508: { name: "BID_EVALUATION_EXPERT", after: [507], release: "result" },
  509: { name: "EVALUATION_REPORT", after: [507], release: "result" },
  510: { name: "TENDER_CANDIDATE", after: [507], release: "now" },
  511: { name: "TENDER_CANDIDATE_ANNOUNCE", after: [510], release: "now" },
  512: { name: "CONTRACT_PERFORMANCE", after: [513], release: "now" },
  513: { name: "WIN_RESULT_ANNO", after: [511], release: "now" },
  517: { name: "TENDER_ABNORMITY_REPORT", after: [502], release: "now" },
  519: { name: "BID_DOC_CHARACT_CODE", after: [507], release: "announced" },
} as const;
export type HubKind = keyof typeof HUB_KINDS;
export const HUB_KIND_CODES = Object.keys(HUB_KINDS).map(Number) as HubKind[];

export type HubInstants = {
  readonly announcedAt: Date | null;
  readonly noticeSentAt: Date | null;
};

/**
 * From when on a record may leave the platform: bidders' names after the announcement, experts and report after the
 * result. `null`: not yet known, so it may not even be queued.
 */
export function releaseAfter(kind: HubKind, occurredAt: Date, lot: HubInstants): Date | null {
  const { release } = HUB_KINDS[kind];
  if (release === "announced") return lot.announcedAt;
  return release === "result" ? lot.noticeSentAt : occurredAt;
}

/** Kinds that have to be accepted before this one is sent, nearest last; the whole chain. */
export function dependencies(kind: HubKind): readonly HubKind[] {
  const direct = HUB_KINDS[kind].after as readonly HubKind[];
  return [...new Set([...direct.flatMap(dependencies), ...direct])];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIRST_RETRIES_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS] as const;

/**
 * How long to wait after the n-th failed attempt: 1, 5, 15 minutes, then every hour; null once 24 hours have passed since
 * the first: dead letter, and the operator is told.
 *
 * @param attempts failed attempts so far, from 1 @param sinceFirstMs since the first attempt
 */
export function retryDelayMs(attempts: number, sinceFirstMs: number, set?: RuleSet): number | null {
  if (sinceFirstMs >= param("R-153", "hardHours", set) * HOUR_MS) return null;
  return FIRST_RETRIES_MS[attempts - 1] ?? HOUR_MS;
}

/** A message that is not accepted this long after it could have been is an alarm. */
export const isLate = (queuedAt: Date, now: Date, set?: RuleSet): boolean =>
  now.getTime() - queuedAt.getTime() > param("R-153", "alarmHours", set) * HOUR_MS;

export type HubMessageState =
  | "pending"
  | "held"
  | "sent"
  | "accepted"
  | "rejected"
  | "retrying"
  | "dead"
  | "superseded";
export type HubMessageEvent =
  | "hold"
  | "release"
  | "send"
  | "accept"
  | "reject"
  | "fail"
  | "resend"
  | "giveUp"
  | "correct"
  | "supersede"
  | "requeue";

export type HubMessageFacts = {
  readonly at: Date;
  readonly releaseAfter: Date | null;
  /** Kinds it depends on that are not accepted. */
  readonly waitingFor: number;
  readonly nextAt: Date | null;
};

const released: Guard<HubMessageFacts> = ({ at, releaseAfter: from }, rules) => {
  if (from === null) return new Refusal("NOT_READY", { missing: "release" }, rules);
  return at >= from ? null : new Refusal("TOO_EARLY", { from }, rules);
};
const inOrder: Guard<HubMessageFacts> = ({ waitingFor }, rules) =>
  waitingFor === 0 ? null : new Refusal("NOT_READY", { missing: "order" }, rules);
const due: Guard<HubMessageFacts> = ({ at, nextAt }, rules) =>
  nextAt === null || at >= nextAt ? null : new Refusal("TOO_EARLY", { from: nextAt }, rules);

/** A business rejection is never sent again unchanged: it is corrected, as a new version. */
export const HUB_MESSAGE_LIFECYCLE: Lifecycle<HubMessageState, HubMessageEvent, HubMessageFacts> = {
  hold: { from: ["pending"], to: "held", guards: [], rules: ["R-154"] },
  release: { from: ["held"], to: "pending", guards: [released], rules: ["R-154"] },
  send: { from: ["pending"], to: "sent", guards: [released, inOrder], rules: ["R-153", "R-154"] },
  accept: { from: ["sent"], to: "accepted", guards: [], rules: ["R-153"] },
  reject: { from: ["sent"], to: "rejected", guards: [], rules: ["R-153"] },
  fail: { from: ["sent"], to: "retrying", guards: [], rules: ["R-153"] },
  resend: { from: ["retrying"], to: "sent", guards: [due], rules: ["R-153"] },
  giveUp: { from: ["retrying"], to: "dead", guards: [], rules: ["R-153"] },
  correct: { from: ["rejected"], to: "superseded", guards: [], rules: ["R-153"] },
  supersede: { from: ["pending", "held", "accepted"], to: "superseded", guards: [], rules: ["R-153"] },
  requeue: { from: ["dead"], to: "pending", guards: [], rules: ["R-153"] },
};
