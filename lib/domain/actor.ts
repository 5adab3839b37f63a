/** Who acts. `system` is the platform itself acting by rule, `public` anybody without a session. */
export type Role =
  | "tenderee"
  | "agency"
  | "bidder"
  | "evaluator"
  | "supervisor"
  | "operator"
  | "auditor"
  | "trustee"
  | "witness"
  | "public"
  | "system";

export const ROLES: readonly Role[] = [
  "tenderee",
  "agency",
  "bidder",
  "evaluator",
  "supervisor",
  "operator",
  "auditor",
  "trustee",
  "witness",
  "public",
  "system",
];

/** How the actor stands to the record. Looked up in the database, never taken from a request. */
export type Relation = "owner" | "party" | "none";
export const RELATIONS: readonly Relation[] = ["owner", "party", "none"];

/** Identity of a request: looked up from the session, never read from input (code-examples 3). */
export type Actor = {
  readonly personId: string | null;
  readonly name: string;
  readonly role: Role;
  readonly partyId: string | null;
  readonly partyName: string;
  readonly uscc: string | null;
  readonly sessionId: string | null;
  /** How the session was opened. */
  readonly method: "certificate" | "password" | "none";
  readonly certSerial: string | null;
  readonly address: string;
  readonly userAgent: string;
  readonly locale: "zh-CN" | "en";
};

export const SYSTEM: Actor = {
  personId: null,
  name: "平台",
  role: "system",
  partyId: null,
  partyName: "",
  uscc: null,
  sessionId: null,
  method: "none",
  certSerial: null,
  address: "",
  userAgent: "",
  locale: "zh-CN",
};

/** Anybody: no session, only an address. */
export function visitor(address: string, userAgent: string, locale: Actor["locale"]): Actor {
  return { ...SYSTEM, name: "", role: "public", address, userAgent, locale };
}
