import { shareDown, yuan } from "@/lib/kernel/money";
import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import { param, type RuleSet } from "./rules";

/** Highest bid bond: 2 % of the estimate, or a lower cap the region configured. Fen. */
export function bidBondCap(estimateFen: bigint, secondCapFen: bigint | null, set?: RuleSet): bigint {
  const cap = shareDown(estimateFen, param("R-85", "shareBp", set));
  return secondCapFen !== null && secondCapFen < cap ? secondCapFen : cap;
}

/** Highest performance bond: 10 % of the contract price. Fen. */
export const performanceBondCap = (contractFen: bigint, set?: RuleSet): bigint =>
  shareDown(contractFen, param("R-91", "shareBp", set));

/** What the documents demand of the winner: a share of the contract price, never more than the law's cap. Fen. */
export const performanceBondDemanded = (contractFen: bigint, shareBp: number, set?: RuleSet): bigint => {
  const cap = performanceBondCap(contractFen, set);
  const demanded = shareDown(contractFen, shareBp);
  return demanded < cap ? demanded : cap;
};

/** Why this performance bond is not taken, or null: too little, or more than the law lets anybody ask. */
export function performanceBondFault(
  bond: { readonly amountFen: bigint; readonly form: string; readonly validTo: string | null },
  demandedFen: bigint,
  contractFen: bigint,
  set?: RuleSet,
): Refusal | null {
  const max = performanceBondCap(contractFen, set);
  if (bond.amountFen < demandedFen || bond.amountFen > max)
    return new Refusal("OUT_OF_RANGE", { min: yuan(demandedFen), max: yuan(max) }, ["R-91"]);
  return bond.form !== "transfer" && !bond.validTo ? new Refusal("NOT_READY", { missing: "validTo" }, ["R-91"]) : null;
}

export const BOND_FORMS = ["transfer", "guarantee", "insurance"] as const;
export type BondForm = (typeof BOND_FORMS)[number];

/** One name for each form: what the notice and the documents offer is what the bidder chooses. */
export const BOND_FORM_NAMES: Readonly<Record<BondForm, { readonly zh: string; readonly en: string }>> = {
  transfer: { zh: "银行转账", en: "Bank transfer" },
  guarantee: { zh: "电子保函", en: "E-guarantee" },
  insurance: { zh: "保证保险", en: "Bond insurance" },
};

/** The last day as it is kept: money has none, whatever was sent with it. */
export const bondEnd = (form: BondForm, validTo: string | undefined): string | null =>
  form === "transfer" ? null : validTo || null;

/** Grounds on which a bond is kept. */
export const KEEP_GROUNDS = ["revoked", "refusedToSign", "addedConditions", "noPerformanceBond"] as const;

/** Why a bond goes back. */
export const REFUND_CAUSES = [
  "withdrawn",
  "failed",
  "terminated",
  "contractSigned",
  "lapsed",
  "validityNotExtended",
] as const;

export type BondFault = "amount" | "form" | "validity" | "account";

export type BondFacts = {
  readonly amountFen: bigint;
  readonly demandedFen: bigint;
  readonly form: string;
  /** Last day covered, Beijing date; null for money. */
  readonly validTo: string | null;
  readonly validityEnd: string;
  /** Payer's account; null for guarantees. */
  readonly payerAccount: string | null;
  readonly basicAccount: string | null;
  /** Mandatory project and domestic bidder: the basic account is demanded. */
  readonly basicAccountOnly: boolean;
};

/** What a committee has to know about a bond: none of it rejects by itself. */
export function bondFaults(bond: BondFacts): readonly BondFault[] {
  const faults: BondFault[] = [];
  if (bond.amountFen < bond.demandedFen) faults.push("amount");
  if (!(BOND_FORMS as readonly string[]).includes(bond.form)) faults.push("form");
  if (bond.validTo !== null && bond.validTo < bond.validityEnd) faults.push("validity");
  if (
    bond.form === "transfer" &&
    bond.basicAccountOnly &&
    (bond.basicAccount === null || bond.payerAccount !== bond.basicAccount)
  )
    faults.push("account");
  return faults;
}

export type BondState = "matched" | "held" | "refundDue" | "refunded" | "kept";
export type BondEvent = "hold" | "release" | "refund" | "keep";

export type BondLifecycleFacts = {
  readonly at: Date;
  readonly deadline: Date;
  readonly cause: string;
  readonly ground: string;
  readonly evidence: string;
};

const afterDeadline: Guard<BondLifecycleFacts> = ({ at, deadline }, rules) =>
  at >= deadline ? null : new Refusal("BIDDING_STILL_OPEN", { deadline }, rules);

const withCause: Guard<BondLifecycleFacts> = ({ cause }, rules) =>
  (REFUND_CAUSES as readonly string[]).includes(cause) ? null : new Refusal("GROUND_NEEDED", {}, rules);

const withGround: Guard<BondLifecycleFacts> = ({ ground }, rules) =>
  (KEEP_GROUNDS as readonly string[]).includes(ground) ? null : new Refusal("GROUND_NEEDED", {}, rules);

const withEvidence: Guard<BondLifecycleFacts> = ({ evidence }, rules) =>
  evidence.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

/**
 * Overdue is not a state: `refundDue` after its instant is overdue, and cannot be forgotten by a job that did not run. What
 * is due may still be kept: a winner's refusal to sign is often known only when the bonds of all have become due.
 */
export const BOND_LIFECYCLE: Lifecycle<BondState, BondEvent, BondLifecycleFacts> = {
  hold: { from: ["matched"], to: "held", guards: [afterDeadline], rules: ["R-86"] },
  release: { from: ["matched", "held"], to: "refundDue", guards: [withCause], rules: ["R-75", "R-89", "R-90"] },
  refund: { from: ["refundDue"], to: "refunded", guards: [], rules: ["R-89"] },
  keep: { from: ["held", "refundDue"], to: "kept", guards: [withGround, withEvidence], rules: ["R-93"] },
};

/** Simple interest for money that was held, half up to the fen. @param rateBp yearly deposit rate in basis points */
export function bondInterest(amountFen: bigint, days: number, rateBp: number): bigint {
  const yearTimesBp = 365n * 10_000n;
  return (amountFen * BigInt(rateBp) * BigInt(days) * 2n + yearTimesBp) / (yearTimesBp * 2n);
}

/** Why these terms of a bond may not be issued, or null. */
export function bondTermsFault(
  terms: { readonly required: boolean; readonly amountFen: bigint; readonly forms: readonly string[] },
  estimateFen: bigint,
  secondCapFen: bigint | null,
  set?: RuleSet,
): Refusal | null {
  if (!terms.required) return null;
  const max = bidBondCap(estimateFen, secondCapFen, set);
  if (terms.amountFen <= 0n || terms.amountFen > max)
    return new Refusal("OUT_OF_RANGE", { min: "0.01", max: `${max / 100n}.${String(max % 100n).padStart(2, "0")}` }, [
      "R-85",
    ]);
  return BOND_FORMS.every((form) => terms.forms.includes(form))
    ? null
    : new Refusal("NOT_READY", { missing: "bondForms" }, ["R-92"]);
}
