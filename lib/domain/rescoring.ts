import { yuan } from "@/lib/kernel/money";
import type { CriterionTerms, MethodTerms } from "./method-terms";
import { faultFound, type PriceFault } from "./price-correction";
import { type BidMarks, scoreLot } from "./scoring";
import type { Drawn, PricedBid } from "./scoring-price";
import { finalRanks } from "./scoring-ties";

/** What the archived sheets say: the method, every mark, what was drawn, how the committee ordered equals. */
export type SheetsToScore = {
  readonly method: Omit<MethodTerms, "criteria" | "rejectionGrounds"> & {
    readonly ceiling: string | null;
    readonly criteria: readonly Omit<CriterionTerms, "basis" | "evidence" | "blind">[];
  };
  readonly drawn: Drawn;
  /** Prices of the bids that were marked. */
  readonly bids: readonly PricedBid[];
  /** Prices the benchmark was confirmed with. */
  readonly benchmarkOf: readonly PricedBid[];
  readonly marks: readonly {
    readonly member: number;
    readonly bid: string;
    readonly criterion: string;
    readonly value: string;
  }[];
  readonly ties: readonly { readonly bids: readonly string[]; readonly reason: string }[];
  /** What was corrected in a price, with the price as it was read out. */
  readonly corrections: readonly { readonly price: string; readonly fault: PriceFault }[];
};

export type Rescored = {
  /** What each correction changes its price by, yuan; null where there is nothing to correct. */
  readonly deltas: readonly (string | null)[];
  readonly benchmark: string | null;
  /** Best first, with the ranks the committee's decisions give. */
  readonly lines: readonly {
    readonly id: string;
    readonly price: string;
    readonly deviation: string | null;
    readonly criteria: Readonly<Record<string, string>>;
    readonly groups: Readonly<Record<string, string>>;
    readonly total: string;
    readonly rank: number;
  }[];
};

/** Marks, prices, totals and ranks once more, from what the archive holds and by nothing but the stated method. */
export function rescore({ method, drawn, bids, benchmarkOf, marks, ties, corrections }: SheetsToScore): Rescored {
  const { ceiling, ...terms } = method;
  const full: MethodTerms = {
    ...terms,
    criteria: method.criteria.map((one) => ({ ...one, basis: "", evidence: "", blind: false })),
    rejectionGrounds: [],
  };
  const { benchmark, lines } = scoreLot(
    full,
    bids.map((bid) => withMarks(bid, marks)),
    { ceiling, drawn, benchmarkOf },
  );
  const decided = ties.map(({ bids: digests, reason }) => ({ digests, reason }));
  const found = corrections.map(({ fault, price }) => faultFound(fault, price));
  return {
    deltas: found.map((one) => (one ? yuan(one.deltaFen) : null)),
    benchmark,
    lines: finalRanks(lines, decided).map(({ id, price, deviation, criteria, groups, total, rank }) => ({
      id,
      price,
      deviation,
      criteria,
      groups: groups as Readonly<Record<string, string>>,
      total,
      rank,
    })),
  };
}

function withMarks({ id, price }: PricedBid, marks: SheetsToScore["marks"]): BidMarks {
  const own = marks.filter(({ bid }) => bid === id);
  const criteria = [...new Set(own.map(({ criterion }) => criterion))];
  const of = (name: string) =>
    own.filter(({ criterion }) => criterion === name).map(({ member, value }) => ({ memberId: String(member), value }));
  return { id, price, marks: Object.fromEntries(criteria.map((name) => [name, of(name)])) };
}
