import * as exact from "@/lib/kernel/rational";
import type { Ratio } from "@/lib/kernel/rational";

export type Rankable = { readonly id: string; readonly total: Ratio; readonly price: Ratio; readonly technical: Ratio };

/** `tied`: total, price and technical marks are all equal, so the documents or the committee decide between them. */
export type Ranked = { readonly id: string; readonly rank: number; readonly tied: boolean };

const order = (a: Rankable, b: Rankable): number =>
  exact.compare(b.total, a.total) || exact.compare(a.price, b.price) || exact.compare(b.technical, a.technical);

/** Highest total first; equal totals: lower price, then higher technical marks (EV-8). What is still equal shares a rank. */
export function rank(bids: readonly Rankable[]): readonly Ranked[] {
  const sorted = [...bids].sort((a, b) => order(a, b) || (a.id < b.id ? -1 : 1));
  return sorted.map((bid) => ({
    id: bid.id,
    rank: sorted.filter((other) => order(other, bid) < 0).length + 1,
    tied: sorted.some((other) => other.id !== bid.id && order(other, bid) === 0),
  }));
}

/** Rates the documents state for the lowest evaluated price (EV-6). Decimal strings. */
export type EvaluatedPriceTerms = {
  /** Share of the price added for each week of delivery beyond the base. */
  readonly weekRate: string;
  /** Interest on prepayment, a year, and for how many months. */
  readonly interestYear: string;
  readonly months: number;
};

export type EvaluatedBid = {
  readonly id: string;
  readonly price: string;
  readonly weeksLate: number;
  /** Share of the price asked as prepayment. */
  readonly prepay: string;
  /** Yuan added for missing minor items, each at the highest price of the other bids. */
  readonly missing: string;
};

export type EvaluatedPrice = {
  readonly id: string;
  /** Yuan, two places. The contract price stays the bid price. */
  readonly delivery: string;
  readonly prepayment: string;
  readonly missing: string;
  readonly evaluated: string;
  readonly rank: number;
  readonly tied: boolean;
};

/** Bids by evaluated price, lowest first. Only what can be put into money is adjusted (V 29–33). */
export function rankByEvaluatedPrice(
  bids: readonly EvaluatedBid[],
  terms: EvaluatedPriceTerms,
): readonly EvaluatedPrice[] {
  const interest = exact.divide(
    exact.multiply(exact.decimal(terms.interestYear), exact.ratio(BigInt(terms.months))),
    exact.ratio(12n),
  );
  const adjusted = bids.map(({ id, price, weeksLate, prepay, missing }) => {
    const bid = exact.decimal(price);
    const delivery = exact.rounded(
      exact.multiply(exact.multiply(bid, exact.decimal(terms.weekRate)), exact.ratio(BigInt(weeksLate))),
      2,
    );
    const prepayment = exact.rounded(exact.multiply(exact.multiply(bid, exact.decimal(prepay)), interest), 2);
    const parts = [delivery, prepayment, exact.decimal(missing)] as const;
    return { id, parts, evaluated: exact.sum([bid, ...parts]) };
  });
  return [...adjusted]
    .sort((a, b) => exact.compare(a.evaluated, b.evaluated) || (a.id < b.id ? -1 : 1))
    .map(({ id, parts: [delivery, prepayment, missing], evaluated }) => ({
      id,
      delivery: exact.fixed(delivery, 2),
      prepayment: exact.fixed(prepayment, 2),
      missing: exact.fixed(missing, 2),
      evaluated: exact.fixed(evaluated, 2),
      rank: adjusted.filter((other) => exact.compare(other.evaluated, evaluated) < 0).length + 1,
      tied: adjusted.some((other) => other.id !== id && exact.compare(other.evaluated, evaluated) === 0),
    }));
}
