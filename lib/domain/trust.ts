import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";

/** A change of the trust list on its way: one operator proposes, another approves (protocol §3.4). */
export type TrustProposalState = "waiting" | "approved" | "returned" | "withdrawn";
export type TrustProposalEvent = "approve" | "return" | "withdraw";

export type TrustProposalFacts = {
  readonly proposedById: string;
  /** Who acts now, as a person: another session of the same person is the same person. */
  readonly deciderId: string | null;
  readonly reason: string;
  readonly baseVersion: number;
  readonly versionInForce: number;
};

const anotherPerson: Guard<TrustProposalFacts> = ({ proposedById, deciderId }, rules) =>
  deciderId !== null && deciderId !== proposedById ? null : new Refusal("OWN_ENTRY", {}, rules);

const samePerson: Guard<TrustProposalFacts> = ({ proposedById, deciderId }, rules) =>
  deciderId === proposedById ? null : new Refusal("NOT_ALLOWED", { action: "trust.propose" }, rules);

const withReason: Guard<TrustProposalFacts> = ({ reason }, rules) =>
  reason.trim().length >= 4 ? null : new Refusal("REASON_NEEDED", {}, rules);

/** Approved later, it would silently take back what another change has brought meanwhile. */
const uptodate: Guard<TrustProposalFacts> = ({ baseVersion, versionInForce }, rules) =>
  baseVersion === versionInForce ? null : new Refusal("STALE", {}, rules);

export const TRUST_PROPOSAL_LIFECYCLE: Lifecycle<TrustProposalState, TrustProposalEvent, TrustProposalFacts> = {
  approve: { from: ["waiting"], to: "approved", guards: [anotherPerson, uptodate], rules: ["R-30", "R-31"] },
  return: { from: ["waiting"], to: "returned", guards: [anotherPerson, withReason], rules: ["R-30"] },
  withdraw: { from: ["waiting"], to: "withdrawn", guards: [samePerson], rules: ["R-30"] },
};
