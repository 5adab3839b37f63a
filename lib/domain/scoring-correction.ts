import { parseCapitals, yuan } from "@/lib/kernel/money";
import * as exact from "@/lib/kernel/rational";

/** What was corrected and by which sentence of R-116; the committee shows it to the bidder. */
export type Correction = {
  readonly what: "amount" | "line" | "unitPrice";
  readonly by: "words" | "unitPrice" | "decimalPoint";
  readonly stated: string;
  readonly corrected: string;
};

/**
 * Words prevail over figures.
 *
 * @param words   the amount in capitals @param figures yuan, decimal string
 * @returns       the amount that counts, two places, and what was corrected; null where the words cannot be read: people decide
 */
export function amountOf(
  words: string,
  figures: string,
): { readonly amount: string; readonly correction: Correction | null } | null {
  const fen = parseCapitals(words);
  if (fen === null) return null;
  const amount = yuan(fen);
  const stated = exact.fixed(exact.decimal(figures), 2);
  return { amount, correction: amount === stated ? null : { what: "amount", by: "words", stated, corrected: amount } };
}

export type PriceLine = { readonly quantity: string; readonly unitPrice: string; readonly total: string };

/**
 * Unit price prevails over the line's total, unless the decimal point of the unit price is obviously misplaced: then the
 * stated total is exactly a power of ten times the product, and it stays.
 */
export function correctLine({ quantity, unitPrice, total }: PriceLine): {
  readonly line: PriceLine;
  readonly correction: Correction | null;
} {
  const [amount, price, stated] = [
    exact.decimal(quantity),
    exact.decimal(unitPrice),
    exact.rounded(exact.decimal(total), 2),
  ];
  const product = exact.multiply(amount, price);
  const computed = exact.fixed(product, 2);
  const line = { quantity, unitPrice, total: computed };
  if (computed === exact.fixed(stated, 2)) return { line, correction: null };
  if (product.n !== 0n && amount.n !== 0n && isPowerOfTen(exact.divide(stated, product))) {
    const corrected = exact.fixed(exact.divide(stated, amount), 2);
    return {
      line: { quantity, unitPrice: corrected, total: exact.fixed(stated, 2) },
      correction: { what: "unitPrice", by: "decimalPoint", stated: unitPrice, corrected },
    };
  }
  return { line, correction: { what: "line", by: "unitPrice", stated: exact.fixed(stated, 2), corrected: computed } };
}

/** Sum of corrected lines, two places. */
export const sumOfLines = (lines: readonly PriceLine[]): string =>
  exact.fixed(exact.sum(lines.map(({ total }) => exact.decimal(total))), 2);

/** A foreign price in yuan at the Bank of China's middle rate of the opening day, two places (V 18, EV-13). */
export const inYuan = (amount: string, rate: string): string =>
  exact.fixed(exact.multiply(exact.decimal(amount), exact.decimal(rate)), 2);

function isPowerOfTen({ n, d }: exact.Ratio): boolean {
  const [digit, other] = n > d ? [n, d] : [d, n];
  return other === 1n && digit > 1n && /^10+$/.test(String(digit));
}

/** Thresholds below which a price is asked to be explained; basis points (evaluation.md §12). */
export type LowPriceTerms = { readonly ofAverageBp: number; readonly ofNextBp: number; readonly ofCeilingBp: number };
export const LOW_PRICE: LowPriceTerms = { ofAverageBp: 5_000, ofNextBp: 5_000, ofCeilingBp: 4_500 };

export type LowPriceHit = {
  readonly id: string;
  readonly by: "average" | "next" | "ceiling";
  readonly threshold: string;
};

/** Unusually low prices: a reason to ask for an explanation, never a rejection. */
export function lowPrices(
  bids: readonly { readonly id: string; readonly price: string }[],
  ceiling: string | null,
  terms: LowPriceTerms = LOW_PRICE,
): readonly LowPriceHit[] {
  const entries = bids.map(({ id, price }) => ({ id, price: exact.decimal(price) }));
  const part = (value: exact.Ratio, bp: number) => exact.multiply(value, exact.ratio(BigInt(bp), 10_000n));
  const average = entries.length ? part(exact.mean(entries.map(({ price }) => price)), terms.ofAverageBp) : null;
  return entries.flatMap((entry) => {
    const above = entries.filter((other) => other.id !== entry.id && exact.compare(other.price, entry.price) >= 0);
    const next = above.length ? above.map(({ price }) => price).reduce(exact.smaller) : null;
    const limits = [
      ["average", average],
      ["next", next && part(next, terms.ofNextBp)],
      ["ceiling", ceiling === null ? null : part(exact.decimal(ceiling), terms.ofCeilingBp)],
    ] as const;
    return limits.flatMap(([by, limit]) =>
      limit && exact.compare(entry.price, limit) < 0 ? [{ id: entry.id, by, threshold: exact.fixed(limit, 2) }] : [],
    );
  });
}
