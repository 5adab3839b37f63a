import * as exact from "@/lib/kernel/rational";
import type { Ratio } from "@/lib/kernel/rational";
import type { PriceFormula } from "./method-terms";

/** A bid's price, after arithmetic correction, in yuan. */
export type PricedBid = { readonly id: string; readonly price: string };

/** What was drawn in the opening session, or fixed by a list of one. */
export type Drawn = { readonly k1?: string; readonly k2?: string; readonly q1?: string; readonly rate?: string };

/** Decimal places; null leaves the value unrounded for the next step. */
export type Rounding = { readonly benchmark: number | null; readonly deviation: number | null; readonly score: number };

export type PriceContext = {
  /** Ceiling price in yuan; needed by B4 and B6. */
  readonly ceiling: string | null;
  readonly drawn: Drawn;
  readonly rounding: Rounding;
};

export type Benchmark = {
  readonly value: Ratio;
  /** Whose prices it was made of, and whose were left out as highest or lowest. */
  readonly used: readonly string[];
  readonly leftOut: readonly string[];
};

export type PriceScore = { readonly id: string; readonly deviation: Ratio | null; readonly score: Ratio };

/** Rounding where the documents say nothing: unrounded but for the score. */
export const plainRounding = (formula: Pick<PriceFormula, "places">): Rounding => ({
  benchmark: null,
  deviation: null,
  score: formula.places,
});

const known = (text: string | null | undefined, name: string): Ratio => {
  if (text === null || text === undefined) throw new RangeError(`the benchmark needs ${name}`);
  return exact.decimal(text);
};

/** A coefficient of the formula: drawn, or the only one of its list. */
function coefficient(formula: PriceFormula, drawn: Drawn, name: "k1" | "k2" | "q1" | "rate"): Ratio {
  const list = name === "rate" ? formula.rates : formula[name];
  return known(drawn[name] ?? (list.length === 1 ? list[0] : undefined), name);
}

const share = (percent: Ratio): Ratio => exact.subtract(exact.ONE, exact.divide(percent, exact.HUNDRED));

/** Composite benchmark B4: `A·K1·Q1 + C·K2·(1 − Q1)`. */
export const composite = (mean: Ratio, ceiling: Ratio, k1: Ratio, k2: Ratio, q1: Ratio): Ratio =>
  exact.add(
    exact.multiply(exact.multiply(mean, k1), q1),
    exact.multiply(exact.multiply(ceiling, k2), exact.subtract(exact.ONE, q1)),
  );

type Entry = { readonly id: string; readonly price: Ratio };

/** Leaves out `drop` highest and lowest where at least `dropFrom` prices are there, else none (EV-11). Ties: as handed in. */
export function trim<E extends { readonly price: Ratio }>(
  entries: readonly E[],
  { drop, dropFrom }: Pick<PriceFormula, "drop" | "dropFrom">,
): { readonly kept: readonly E[]; readonly leftOut: readonly E[] } {
  if (drop <= 0 || entries.length < dropFrom || entries.length <= 2 * drop) return { kept: entries, leftOut: [] };
  const sorted = [...entries].sort((a, b) => exact.compare(a.price, b.price));
  const leftOut = [...sorted.slice(0, drop), ...sorted.slice(-drop)];
  return { kept: entries.filter((entry) => !leftOut.includes(entry)), leftOut };
}

const meanOf = (entries: readonly Entry[]): Ratio => exact.mean(entries.map(({ price }) => price));

/**
 * The benchmark price (evaluation.md §4, B1 … B6).
 *
 * @param bids whose prices enter it; a bid rejected after the benchmark was confirmed still does
 * @throws {RangeError} where no price enters, or a ceiling or coefficient is not known: the documents were not checked
 */
export function benchmark(formula: PriceFormula, bids: readonly PricedBid[], context: PriceContext): Benchmark {
  const all: readonly Entry[] = bids.map(({ id, price }) => ({ id, price: exact.decimal(price) }));
  if (all.length === 0) throw new RangeError("no price enters the benchmark");
  const whole = { kept: all, leftOut: [] as readonly Entry[] };
  const { kept, leftOut } = ["B2", "B3", "B4"].includes(formula.benchmark) ? trim(all, formula) : whole;
  const first = meanOf(kept);
  const below = kept.filter(({ price }) => exact.compare(price, first) <= 0);
  const value = {
    B1: () => first,
    B2: () => first,
    B3: () => exact.multiply(first, share(coefficient(formula, context.drawn, "rate"))),
    B4: () =>
      composite(
        first,
        known(context.ceiling, "a ceiling price"),
        coefficient(formula, context.drawn, "k1"),
        coefficient(formula, context.drawn, "k2"),
        coefficient(formula, context.drawn, "q1"),
      ),
    B5: () => meanOf(below),
    B6: () =>
      exact.multiply(known(context.ceiling, "a ceiling price"), share(coefficient(formula, context.drawn, "rate"))),
  }[formula.benchmark]();
  const used = formula.benchmark === "B5" ? below : formula.benchmark === "B6" ? [] : kept;
  const { rounding } = context;
  return {
    value: rounding.benchmark === null ? value : exact.rounded(value, rounding.benchmark),
    used: used.map(({ id }) => id),
    leftOut: leftOut.map(({ id }) => id),
  };
}

/** `(P − B) / B × 100`, per cent. */
export const deviation = (price: Ratio, base: Ratio): Ratio =>
  exact.multiply(exact.divide(exact.subtract(price, base), base), exact.HUNDRED);

/** P1: marks fall by E1 for each per cent above the benchmark, by E2 below it, never under zero (EV-14). */
export function deviationScore(beta: Ratio, formula: Pick<PriceFormula, "full" | "e1" | "e2">): Ratio {
  const slope = exact.decimal(beta.n > 0n ? formula.e1 : formula.e2);
  const score = exact.subtract(exact.decimal(formula.full), exact.multiply(exact.magnitude(beta), slope));
  return exact.larger(score, exact.ZERO);
}

/**
 * Marks for the prices of all bids, in the order handed in.
 *
 * @param base the confirmed benchmark; only P1 uses one
 */
export function priceScores(
  formula: PriceFormula,
  bids: readonly PricedBid[],
  base: Ratio | null,
  rounding: Rounding,
): readonly PriceScore[] {
  const prices = bids.map(({ price }) => exact.decimal(price));
  const lowest = prices.reduce(exact.smaller, prices[0] ?? exact.ZERO);
  const highest = prices.reduce(exact.larger, prices[0] ?? exact.ZERO);
  const full = exact.decimal(formula.full);
  const spread = exact.subtract(highest, lowest);
  const one = (price: Ratio): Omit<PriceScore, "id"> => {
    if (formula.score === "P2") return { deviation: null, score: exact.multiply(exact.divide(lowest, price), full) };
    if (formula.score === "P3") {
      const part = spread.n === 0n ? exact.ONE : exact.divide(exact.subtract(highest, price), spread);
      return { deviation: null, score: exact.multiply(full, part) };
    }
    if (base === null) throw new RangeError("P1 needs a benchmark");
    const raw = deviation(price, base);
    const beta = rounding.deviation === null ? raw : exact.rounded(raw, rounding.deviation);
    return { deviation: beta, score: deviationScore(beta, formula) };
  };
  return bids.map(({ id }, index) => {
    const { deviation: beta, score } = one(prices[index] ?? exact.ZERO);
    return { id, deviation: beta, score: exact.rounded(score, rounding.score) };
  });
}
