import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";

/** Legal forms as the registration form offers them. */
export const PARTY_KINDS = ["enterprise", "institution", "government", "social", "other"] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** Roles an organisation may ask for itself; supervisors, operator and expert pools are set up, not applied for. */
export const OPEN_ROLES = ["tenderee", "agency", "bidder"] as const;

/** Whether these roles are closed to the operator and those it controls: bidding, and acting for bidders. */
export const closedToOperator = (roles: readonly string[]): boolean =>
  roles.some((role) => role === "bidder" || role === "agency");

/** What somebody may do inside an organisation, besides acting in its role. */
export const DUTIES = ["admin", "operate", "sign"] as const;

/** The registered data of an organisation, version by version. Its credit code never changes: that would be another. */
export type PartyEntry = {
  readonly name: string;
  readonly kind: string;
  readonly regionCode: string;
  readonly legalRepresentative: string;
  readonly address: string;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly email: string | null;
  readonly basicAccount: string | null;
  readonly roles: readonly string[];
};

/** One version of the entry on its way through the check. */
export type EntryState = "waiting" | "verified" | "returned";
export type EntryEvent = "verify" | "return";

export type EntryFacts = {
  readonly enteredById: string | null;
  readonly verifierId: string | null;
  /** Why it goes back; when verifying, what it was compared with where nothing was handed in. */
  readonly reason: string;
  /** A licence or another paper was handed in with it. */
  readonly hasEvidence: boolean;
};

/** Two pairs of eyes: an entry made by the operator's own clerk for somebody at the counter is another clerk's to check. */
const fourEyes: Guard<EntryFacts> = ({ enteredById, verifierId }, rules) =>
  verifierId !== null && enteredById !== verifierId ? null : new Refusal("OWN_ENTRY", {}, rules);

const withReason: Guard<EntryFacts> = ({ reason }, rules) =>
  reason.trim().length >= 4 ? null : new Refusal("REASON_NEEDED", {}, rules);

/** Nothing is found true by nothing: a paper of the organisation, or the register the operator looked into. */
const compared: Guard<EntryFacts> = ({ hasEvidence, reason }, rules) =>
  hasEvidence || reason.trim().length >= 4 ? null : new Refusal("REASON_NEEDED", {}, rules);

export const ENTRY_LIFECYCLE: Lifecycle<EntryState, EntryEvent, EntryFacts> = {
  verify: { from: ["waiting"], to: "verified", guards: [fourEyes, compared], rules: ["R-20", "R-27"] },
  return: { from: ["waiting"], to: "returned", guards: [fourEyes, withReason], rules: ["R-20", "R-27"] },
};

/** The fields in which two entries differ, in the order of the form: what a verifier has to look at. */
export function changedFields(before: PartyEntry | null, after: PartyEntry): readonly (keyof PartyEntry)[] {
  const fields = Object.keys(after) as (keyof PartyEntry)[];
  return before ? fields.filter((field) => String(before[field] ?? "") !== String(after[field] ?? "")) : fields;
}
