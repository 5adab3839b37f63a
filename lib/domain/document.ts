import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";

/** One version of the tender documents. What is issued never changes. */
export type DocumentState = "draft" | "issued" | "superseded" | "void";
export type DocumentEvent = "issue" | "supersede" | "void";

export type DocumentFacts = {
  readonly failures: number;
  readonly unexplained: number;
  readonly signatureValid: boolean;
  /** Hash of what is issued equals the hash that was signed. */
  readonly contentUnchanged: boolean;
  readonly at: Date;
  readonly deadline: Date;
  /** Refusal where the deadline does not leave the time the rules demand. */
  readonly period: Refusal | null;
  readonly reason: string;
};

const complies: Guard<DocumentFacts> = ({ failures }, rules) =>
  failures === 0 ? null : new Refusal("RULES_BROKEN", { count: failures }, rules);
const explained: Guard<DocumentFacts> = ({ unexplained }, rules) =>
  unexplained === 0 ? null : new Refusal("NOT_READY", { missing: "reasons" }, rules);
const signatureHolds: Guard<DocumentFacts> = ({ signatureValid }, rules) =>
  signatureValid ? null : new Refusal("SIGNATURE_INVALID", { reason: "documents" }, rules);
const unchanged: Guard<DocumentFacts> = ({ contentUnchanged }, rules) =>
  contentUnchanged ? null : new Refusal("CONTENT_CHANGED", {}, rules);
const longEnough: Guard<DocumentFacts> = ({ period }) => period;
const stillBidding: Guard<DocumentFacts> = ({ at, deadline }, rules) =>
  at < deadline ? null : new Refusal("BIDDING_CLOSED", { deadline, at }, rules);
const withReason: Guard<DocumentFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

export const DOCUMENT_LIFECYCLE: Lifecycle<DocumentState, DocumentEvent, DocumentFacts> = {
  issue: {
    from: ["draft"],
    to: "issued",
    guards: [complies, explained, unchanged, signatureHolds, stillBidding, longEnough],
    rules: ["R-47", "R-48", "R-55", "R-61"],
  },
  supersede: { from: ["issued"], to: "superseded", guards: [stillBidding], rules: ["R-55", "R-61"] },
  // Contents that break mandatory law and affect the result: only a new tender is left.
  void: { from: ["issued"], to: "void", guards: [withReason], rules: ["R-60"] },
};
