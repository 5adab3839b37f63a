import type { Guard, Lifecycle } from "./lifecycle";
import { type NoticeContent, type NoticeType, missingFacts, refersToOther } from "./notice-content";
import { Refusal } from "./refusal";
import type { RuleId } from "./rules";

/** The hub's code list: 1 normal, 2 correction, 3 re-issue (a new round), 9 other. */
export type NoticeNature = "1" | "2" | "3" | "9";

/** The nature of a notice: a change corrects, the tender notice of a later round is a re-issue. */
export function natureOf(type: NoticeType, round: number, correctsEarlier: boolean): NoticeNature {
  if (correctsEarlier || type === "amendmentNotice") return "2";
  return type === "tenderNotice" && round > 1 ? "3" : "1";
}

const HALTING: readonly NoticeType[] = ["failureNotice", "suspensionNotice", "resumptionNotice", "terminationNotice"];

/** Whether a later notice of the same lot changes what an earlier one says, so that its reader must be told. */
export const takesPlaceOf = (later: NoticeType, earlier: NoticeType): boolean =>
  later === earlier || HALTING.includes(later) || (later === "amendmentNotice" && earlier === "tenderNotice");

export type NoticeFault = { readonly rule: RuleId; readonly item: string };

/** What a notice lacks before it may be signed. The place is the fact's key, for the form. */
export function noticeFaults(content: NoticeContent): readonly NoticeFault[] {
  const found: NoticeFault[] = [];
  if (!content.title.trim()) found.push({ rule: "R-39", item: "title" });
  if (content.lots.length === 0) found.push({ rule: "R-37", item: "lots" });
  if (content.type === "tenderNotice")
    for (const item of missingFacts(content))
      found.push({ rule: item.startsWith("objection") ? "R-43" : "R-37", item });
  if (content.type === "candidateNotice")
    for (const item of ["objectionName", "objectionPhone", "publicityFrom", "publicityTo"])
      if (!content.facts[item]?.trim()) found.push({ rule: item.startsWith("objection") ? "R-43" : "R-138", item });
  if (refersToOther(content.type) && content.originalId === null) found.push({ rule: "R-44", item: "originalId" });
  return found;
}

/** Media whose text is not that of the platform, character for character. Digests of the whole content. */
export const divergingMedia = (digest: string, copies: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(copies).filter((medium) => copies[medium] !== digest);

/** `approved`: read by a second person and waiting for the signature, or decided by an act that is signed already. */
export type NoticeState = "draft" | "reviewing" | "approved" | "pendingSync" | "published";
export type NoticeEvent = "submit" | "decide" | "approve" | "return" | "publish" | "wait" | "sync";

export type NoticeFacts = {
  readonly faults: readonly NoticeFault[];
  readonly createdById: string;
  readonly actorId: string | null;
  /** Of the content as it stands now. */
  readonly digest: string | null;
  /** Of what the acting person read, or signed. */
  readonly seenDigest: string | null;
  /** Every designated medium has confirmed it. */
  readonly mediumReached: boolean;
  readonly reason: string;
};

const complete: Guard<NoticeFacts> = ({ faults }) =>
  faults.length === 0
    ? null
    : new Refusal("RULES_BROKEN", { count: faults.length }, [...new Set(faults.map(({ rule }) => rule))]);
const fourEyes: Guard<NoticeFacts> = ({ createdById, actorId }, rules) =>
  createdById === actorId ? new Refusal("OWN_ENTRY", {}, rules) : null;
const unchanged: Guard<NoticeFacts> = ({ digest, seenDigest }, rules) =>
  digest !== null && digest === seenDigest ? null : new Refusal("CONTENT_CHANGED", {}, rules);
const reached: Guard<NoticeFacts> = ({ mediumReached }, rules) =>
  mediumReached ? null : new Refusal("NOT_READY", { missing: "medium" }, rules);
const withReason: Guard<NoticeFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

/**
 * What is published never changes: a correction, suspension or termination is another notice that names it. Returned
 * after the approval too: a date of the plan may have passed while nobody signed.
 */
export const NOTICE_LIFECYCLE: Lifecycle<NoticeState, NoticeEvent, NoticeFacts> = {
  submit: { from: ["draft"], to: "reviewing", guards: [complete], rules: ["R-37", "R-43", "R-44", "R-138"] },
  decide: { from: ["draft"], to: "approved", guards: [complete], rules: ["R-44", "R-139"] },
  approve: { from: ["reviewing"], to: "approved", guards: [fourEyes, unchanged], rules: ["R-38", "R-39"] },
  return: { from: ["reviewing", "approved"], to: "draft", guards: [fourEyes, withReason], rules: ["R-38"] },
  publish: { from: ["approved"], to: "published", guards: [unchanged, reached], rules: ["R-33", "R-38", "R-39"] },
  wait: { from: ["approved"], to: "pendingSync", guards: [unchanged], rules: ["R-35", "R-38", "R-39"] },
  sync: { from: ["pendingSync"], to: "published", guards: [reached], rules: ["R-35", "R-36"] },
};
