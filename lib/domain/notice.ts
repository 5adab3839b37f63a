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

export type NoticeState = "draft" | "reviewing" | "signed" | "pendingSync" | "published" | "corrected" | "withdrawn";
export type NoticeEvent = "submit" | "return" | "sign" | "publish" | "wait" | "sync" | "correct" | "withdraw";

export type NoticeFacts = {
  readonly faults: number;
  /** Blocking findings of the compliance check, and warnings without a reason. */
  readonly failures: number;
  readonly unexplained: number;
  readonly createdById: string;
  readonly actorId: string;
  readonly approved: boolean;
  /** Verified signature over the digest of the content as it stands now. */
  readonly signatureValid: boolean;
  readonly contentUnchanged: boolean;
  readonly mediumReached: boolean;
  /** Notice that corrects or withdraws this one. */
  readonly laterNoticeId: string | null;
  readonly reason: string;
};

const complete: Guard<NoticeFacts> = ({ faults, failures }, rules) =>
  faults + failures === 0 ? null : new Refusal("RULES_BROKEN", { count: faults + failures }, rules);
const explained: Guard<NoticeFacts> = ({ unexplained }, rules) =>
  unexplained === 0 ? null : new Refusal("NOT_READY", { missing: "reasons" }, rules);
const fourEyes: Guard<NoticeFacts> = ({ createdById, actorId }, rules) =>
  createdById === actorId ? new Refusal("OWN_ENTRY", {}, rules) : null;
const reviewed: Guard<NoticeFacts> = ({ approved }, rules) =>
  approved ? null : new Refusal("NOT_READY", { missing: "review" }, rules);
const signatureHolds: Guard<NoticeFacts> = ({ signatureValid }, rules) =>
  signatureValid ? null : new Refusal("SIGNATURE_INVALID", { reason: "notice" }, rules);
const unchanged: Guard<NoticeFacts> = ({ contentUnchanged }, rules) =>
  contentUnchanged ? null : new Refusal("CONTENT_CHANGED", {}, rules);
const reached: Guard<NoticeFacts> = ({ mediumReached }, rules) =>
  mediumReached ? null : new Refusal("NOT_READY", { missing: "medium" }, rules);
const byLaterNotice: Guard<NoticeFacts> = ({ laterNoticeId }, rules) =>
  laterNoticeId ? null : new Refusal("NOT_READY", { missing: "laterNotice" }, rules);
const withReason: Guard<NoticeFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

/** What is published never changes: a correction is another notice. */
export const NOTICE_LIFECYCLE: Lifecycle<NoticeState, NoticeEvent, NoticeFacts> = {
  submit: { from: ["draft"], to: "reviewing", guards: [complete, explained], rules: ["R-37", "R-43", "R-44", "R-48"] },
  return: { from: ["reviewing", "signed"], to: "draft", guards: [withReason], rules: ["R-38"] },
  sign: {
    from: ["reviewing"],
    to: "signed",
    guards: [fourEyes, reviewed, complete, explained, unchanged, signatureHolds],
    rules: ["R-38", "R-39"],
  },
  publish: {
    from: ["signed"],
    to: "published",
    guards: [unchanged, signatureHolds, reached],
    rules: ["R-33", "R-35", "R-38", "R-39"],
  },
  wait: { from: ["signed"], to: "pendingSync", guards: [unchanged, signatureHolds], rules: ["R-35"] },
  sync: { from: ["pendingSync"], to: "published", guards: [reached], rules: ["R-35", "R-36"] },
  correct: { from: ["published"], to: "corrected", guards: [byLaterNotice], rules: ["R-41", "R-44"] },
  withdraw: { from: ["published"], to: "withdrawn", guards: [byLaterNotice, withReason], rules: ["R-44", "R-152"] },
};
