import * as fc from "fast-check";
import { expect, it } from "vitest";
import { describeWith, outsideJson } from "@/lib/testing/vectors";
import * as exact from "@/lib/kernel/rational";
import type { PriceFormula } from "./method-terms";
import {
  benchmark,
  composite,
  type Drawn,
  deviation,
  deviationScore,
  type PricedBid,
  plainRounding,
  priceScores,
} from "./scoring-price";

const vectors = outsideJson("..", "domain", "vectors.json");
const vector = (id: string) => vectors.price.find((one: { id: string }) => one.id === id);

const FORMULA: PriceFormula = {
  score: "P1",
  benchmark: "B1",
  full: "40",
  e1: "1",
  e2: "0.5",
  drop: 0,
  dropFrom: 5,
  k1: [],
  k2: [],
  q1: [],
  rates: [],
  places: 2,
};
const bidsOf = (prices: readonly string[]): PricedBid[] => prices.map((price) => ({ id: price, price }));

/** Benchmark, rounded to `places`, and the marks of all prices. */
function marks(
  change: Partial<PriceFormula>,
  prices: readonly string[],
  drawn: Drawn = {},
  ceiling: string | null = null,
  places = 2,
) {
  const formula = { ...FORMULA, ...change };
  const rounding = plainRounding(formula);
  const base = formula.score === "P1" ? benchmark(formula, bidsOf(prices), { ceiling, drawn, rounding }).value : null;
  const scores = priceScores(formula, bidsOf(prices), base, rounding);
  return {
    base: base && exact.fixed(base, places),
    scores: scores.map(({ score }) => exact.fixed(score, 2)),
    betas: scores.map((one) => one.deviation),
  };
}

describeWith(vectors, "EV-1: mean of all", () => {
  const { prices, B, scores, full, e1, e2 } = vector("EV-1");
  it("gives benchmark, deviations and marks", () => {
    const found = marks({ full, e1, e2 }, prices);
    expect([found.base, found.scores]).toEqual([B, scores]);
    expect(found.betas.map((beta) => beta && exact.fixed(beta, 4))).toEqual([
      "0.3953",
      "1.1236",
      "-1.3733",
      "2.9963",
      "-3.1419",
    ]);
  });
});

describeWith(vectors, "EV-2: trimmed mean", () => {
  const { prices, B, scores, full, e1, e2, k } = vector("EV-2");
  it("leaves out highest and lowest of seven", () => {
    const found = marks({ benchmark: "B2", full, e1, e2, drop: k }, prices, {}, null, 0);
    expect([found.base, found.scores]).toEqual([B, scores]);
  });
  it("names who was left out", () => {
    const made = benchmark({ ...FORMULA, benchmark: "B2", drop: 1 }, bidsOf(prices), {
      ceiling: null,
      drawn: {},
      rounding: plainRounding(FORMULA),
    });
    expect([...made.leftOut].sort()).toEqual(["1100", "900"]);
    expect(made.used).toHaveLength(5);
  });
});

describeWith(vectors, "EV-3: composite benchmark", () => {
  const { mean, ceiling, k1, k2, q1, B, prices, scores, full, e1, e2 } = vector("EV-3");
  it("mixes mean and ceiling", () => {
    const base = composite(
      exact.decimal(mean),
      exact.decimal(ceiling),
      exact.decimal(k1),
      exact.decimal(k2),
      exact.decimal(q1),
    );
    expect(exact.fixed(base, 2)).toBe(B);
    const given = priceScores({ ...FORMULA, full, e1, e2 }, bidsOf(prices), base, plainRounding(FORMULA));
    expect(given.map(({ score }) => exact.fixed(score, 2))).toEqual(scores);
  });
  it("takes what was drawn, or the only entry of a list", () => {
    const found = marks(
      { benchmark: "B4", k1: ["0.94", "0.96"], k2: ["0.98"], q1: [q1] },
      [mean, mean],
      { k1 },
      ceiling,
    );
    expect(found.base).toBe(B);
    expect(() => marks({ benchmark: "B4", k1: ["0.94", "0.96"], k2: [k2], q1: [q1] }, [mean], {}, ceiling)).toThrow(
      /k1/,
    );
    expect(() => marks({ benchmark: "B4", k1: [k1], k2: [k2], q1: [q1] }, [mean])).toThrow(/ceiling/);
  });
});

describeWith(vectors, "EV-4: reasonable low price", () => {
  const { prices, B, scores, full, e1, e2, k, dropPercent } = vector("EV-4");
  it("drops, averages, lowers by the drawn rate", () => {
    const found = marks({ benchmark: "B3", full, e1, e2, drop: k, rates: ["1.0", "1.5", "2.0"] }, prices, {
      rate: dropPercent,
    });
    expect([found.base, found.scores]).toEqual([B, scores]);
  });
});

describeWith(vectors, "EV-5: lowest price first", () => {
  const { prices, scores, full } = vector("EV-5");
  it("needs no benchmark", () => expect(marks({ score: "P2", full }, prices)).toMatchObject({ base: null, scores }));
});

describeWith(vectors, "P3, B5, B6", () => {
  it("P3 runs linearly from highest to lowest; equal prices all get full marks", () => {
    expect(marks({ score: "P3", full: "30" }, ["100", "150", "200"]).scores).toEqual(["30.00", "15.00", "0.00"]);
    expect(marks({ score: "P3", full: "30" }, ["100", "100"]).scores).toEqual(["30.00", "30.00"]);
  });
  it("B5 is the mean of those not above the mean", () => {
    expect(marks({ benchmark: "B5" }, ["100", "110", "120", "170"]).base).toBe("110.00"); // mean 125: 100, 110, 120
  });
  it("B6 lowers the ceiling", () => {
    expect(marks({ benchmark: "B6", rates: ["5"] }, ["90"], {}, "100").base).toBe("95.00");
  });
});

describeWith(vectors, "EV-11: too few to trim", () => {
  it("four bids, one to drop from five on: plain mean", () => {
    expect(marks({ benchmark: "B2", drop: 1, dropFrom: 5 }, ["100", "110", "120", "170"]).base).toBe("125.00");
  });
});

describeWith(vectors, "EV-14: marks never fall under zero", () => {
  it("at 55 per cent above", () => {
    expect(exact.fixed(deviationScore(exact.decimal("55"), { full: "40", e1: "1", e2: "1" }), 2)).toBe("0.00");
  });
  it("for any prices marks lie between nothing and full marks, and nearer the benchmark is never worse", () => {
    const price = fc.integer({ min: 1, max: 2_000_000 }).map(String);
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 1, maxLength: 12 }),
        fc.constantFrom<PriceFormula["score"]>("P1", "P2", "P3"),
        (prices, score) => {
          for (const mark of marks({ score, full: "40" }, prices).scores) {
            expect(Number(mark)).toBeGreaterThanOrEqual(0);
            expect(Number(mark)).toBeLessThanOrEqual(40);
          }
        },
      ),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 5000 }), (near, further) => {
        const base = exact.decimal("10000");
        const at = (distance: number) =>
          deviationScore(deviation(exact.decimal(String(10_000 + distance)), base), FORMULA);
        expect(exact.compare(at(near), at(near + further))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
