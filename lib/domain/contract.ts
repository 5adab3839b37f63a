import { performanceBondCap } from "./bond";
import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import type { RuleSet } from "./rules";

/** What contract, tender and bid have to agree on: object, price, quality, period, and who does the work. */
export type ContractFields = {
  readonly object: string;
  readonly priceFen: bigint;
  readonly quality: string;
  readonly durationDays: number | null;
  readonly manager: string;
};

const CONTRACT_FIELDS = [
  "object",
  "priceFen",
  "quality",
  "durationDays",
  "manager",
] as const satisfies readonly (keyof ContractFields)[];

/** White space and full-width forms do not make a difference; anything else does. */
const plain = (value: ContractFields[keyof ContractFields]): string =>
  String(value ?? "")
    .normalize("NFKC")
    .replace(/\s+/g, "");

/** Fields in which the contract differs from what was tendered and bid; none means it may be signed. */
export const contractDifferences = (
  contract: ContractFields,
  agreed: ContractFields,
): readonly (keyof ContractFields)[] =>
  CONTRACT_FIELDS.filter((field) => plain(contract[field]) !== plain(agreed[field]));

export type ContractState = "drafted" | "halfSigned" | "signed";
export type ContractEvent = "sign" | "countersign";

export type ContractFacts = {
  readonly at: Date;
  readonly letterSentAt: Date | null;
  readonly contract: ContractFields;
  readonly agreed: ContractFields;
  /** Demanded by the documents; zero: none. */
  readonly performanceBondFen: bigint;
  readonly performanceBondGivenFen: bigint;
  /** What is signed is the text as it stands now, and the one that the other side signed. */
  readonly sameText: boolean;
  readonly suspended: boolean;
  readonly set?: RuleSet;
};

/** Why this contract may not be signed, or null. */
export function contractFault(facts: ContractFacts): Refusal | null {
  const [field] = contractDifferences(facts.contract, facts.agreed);
  if (field) return new Refusal("DIFFERS_FROM_BID", { field }, ["R-145"]);
  const cap = performanceBondCap(facts.contract.priceFen, facts.set);
  if (facts.performanceBondFen > cap)
    return new Refusal("OUT_OF_RANGE", { min: "0.00", max: `${cap / 100n}.${String(cap % 100n).padStart(2, "0")}` }, [
      "R-91",
    ]);
  return facts.performanceBondGivenFen >= facts.performanceBondFen
    ? null
    : new Refusal("NOT_READY", { missing: "performanceBond" }, ["R-91"]);
}

const lettersSent: Guard<ContractFacts> = ({ letterSentAt }, rules) =>
  letterSentAt ? null : new Refusal("NOT_READY", { missing: "letters" }, rules);
const notSuspended: Guard<ContractFacts> = ({ suspended }) =>
  suspended ? new Refusal("SUSPENDED", {}, ["R-128"]) : null;
const agrees: Guard<ContractFacts> = (facts) => contractFault(facts);
const unchanged: Guard<ContractFacts> = ({ sameText }, rules) =>
  sameText ? null : new Refusal("CONTENT_CHANGED", {}, rules);

/** Who signs first does not matter; a late signature is overdue, not forbidden. */
export const CONTRACT_LIFECYCLE: Lifecycle<ContractState, ContractEvent, ContractFacts> = {
  sign: {
    from: ["drafted"],
    to: "halfSigned",
    guards: [notSuspended, lettersSent, unchanged, agrees],
    rules: ["R-91", "R-145"],
  },
  countersign: {
    from: ["halfSigned"],
    to: "signed",
    guards: [notSuspended, lettersSent, unchanged, agrees],
    rules: ["R-91", "R-145"],
  },
};
