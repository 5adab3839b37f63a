import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as exact from "@/lib/kernel/rational";
import type { MethodTerms, PriceFormula } from "./method-terms";
import { type BidMarks, scoreLot } from "./scoring";
import { amountOf, correctLine, inYuan, lowPrices, sumOfLines } from "./scoring-correction";
import { aggregate, dispersion, markFault } from "./scoring-members";
import { benchmark, composite, type Drawn, deviation, deviationScore, type PricedBid, plainRounding, priceScores } from "./scoring-price";
import { rank, rankByEvaluatedPrice } from "./scoring-ranking";

const vectors = JSON.parse(readFileSync(join(process.env.VECTORS_DIR ?? "../shared/vectors", "../domain/vectors.json"), "utf8"));
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
function marks(change: Partial<PriceFormula>, prices: readonly string[], drawn: Drawn = {}, ceiling: string | null = null, places = 2) {
  const formula = { ...FORMULA, ...change };
  const rounding = plainRounding(formula);
  const base = formula.score === "P1" ? benchmark(formula, bidsOf(prices), { ceiling, drawn, rounding }).value : null;
  const scores = priceScores(formula, bidsOf(prices), base, rounding);
  return { base: base && exact.fixed(base, places), scores: scores.map(({ score }) => exact.fixed(score, 2)), betas: scores.map((one) => one.deviation) };
}

describe("EV-1: mean of all", () => {
  const { prices, B, scores, full, e1, e2 } = vector("EV-1");
  it("gives benchmark, deviations and marks", () => {
    const found = marks({ full, e1, e2 }, prices);
    expect([found.base, found.scores]).toEqual([B, scores]);
    expect(found.betas.map((beta) => beta && exact.fixed(beta, 4))).toEqual(["0.3953", "1.1236", "-1.3733", "2.9963", "-3.1419"]);
  });
});

describe("EV-2: trimmed mean", () => {
  const { prices, B, scores, full, e1, e2, k } = vector("EV-2");
  it("leaves out highest and lowest of seven", () => {
    const found = marks({ benchmark: "B2", full, e1, e2, drop: k }, prices, {}, null, 0);
    expect([found.base, found.scores]).toEqual([B, scores]);
  });
  it("names who was left out", () => {
    const made = benchmark({ ...FORMULA, benchmark: "B2", drop: 1 }, bidsOf(prices), { ceiling: null, drawn: {}, rounding: plainRounding(FORMULA) });
    expect([...made.leftOut].sort()).toEqual(["1100", "900"]);
    expect(made.used).toHaveLength(5);
  });
});

describe("EV-3: composite benchmark", () => {
  const { mean, ceiling, k1, k2, q1, B, prices, scores, full, e1, e2 } = vector("EV-3");
  it("mixes mean and ceiling", () => {
    const base = composite(exact.decimal(mean), exact.decimal(ceiling), exact.decimal(k1), exact.decimal(k2), exact.decimal(q1));
    expect(exact.fixed(base, 2)).toBe(B);
    const given = priceScores({ ...FORMULA, full, e1, e2 }, bidsOf(prices), base, plainRounding(FORMULA));
    expect(given.map(({ score }) => exact.fixed(score, 2))).toEqual(scores);
  });
  it("takes what was drawn, or the only entry of a list", () => {
    const found = marks({ benchmark: "B4", k1: ["0.94", "0.96"], k2: ["0.98"], q1: [q1] }, [mean, mean], { k1 }, ceiling);
    expect(found.base).toBe(B);
    expect(() => marks({ benchmark: "B4", k1: ["0.94", "0.96"], k2: [k2], q1: [q1] }, [mean], {}, ceiling)).toThrow(/k1/);
    expect(() => marks({ benchmark: "B4", k1: [k1], k2: [k2], q1: [q1] }, [mean])).toThrow(/ceiling/);
  });
});

describe("EV-4: reasonable low price", () => {
  const { prices, B, scores, full, e1, e2, k, dropPercent } = vector("EV-4");
  it("drops, averages, lowers by the drawn rate", () => {
    const found = marks({ benchmark: "B3", full, e1, e2, drop: k, rates: ["1.0", "1.5", "2.0"] }, prices, { rate: dropPercent });
    expect([found.base, found.scores]).toEqual([B, scores]);
  });
});

describe("EV-5: lowest price first", () => {
  const { prices, scores, full } = vector("EV-5");
  it("needs no benchmark", () => expect(marks({ score: "P2", full }, prices)).toMatchObject({ base: null, scores }));
});

describe("P3, B5, B6", () => {
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

describe("EV-6: lowest evaluated price", () => {
  const { bids, weekRate, interestYear, months, order } = vector("EV-6");
  it("adjusts by money and ranks", () => {
    const given = Object.entries(bids as Record<string, { price: string; weeksLate: number; prepay: string; missing: string; evaluated: string }>);
    const ranked = rankByEvaluatedPrice(given.map(([id, bid]) => ({ id, ...bid })), { weekRate, interestYear, months });
    expect(ranked.map(({ id }) => id)).toEqual(order);
    for (const [id, { evaluated }] of given) expect(ranked.find((one) => one.id === id)?.evaluated).toBe(evaluated);
    expect(ranked.find(({ id }) => id === "A")).toMatchObject({ delivery: "50000.00", prepayment: "15000.00", rank: 2, tied: false });
  });
});

describe("EV-7: members' marks", () => {
  const { members, trimmed, plain } = vector("EV-7");
  const of = (values: readonly string[], how: "mean" | "trimmed") => exact.fixed(aggregate(values.map(exact.decimal), how), 2);
  it("trims only where the documents say so", () => {
    expect([of(members, "trimmed"), of(members, "mean")]).toEqual([trimmed, plain]);
    expect([of(["34.5", "36", "33", "38", "35.5"], "mean"), of(["34.5", "36", "33", "38", "35.5"], "trimmed")]).toEqual(["35.40", "35.33"]);
  });
});

describe("EV-8: ties", () => {
  const entry = (id: string, price: string, ...parts: string[]) => ({
    id,
    price: exact.decimal(price),
    technical: exact.decimal(parts[1] ?? "0"),
    total: exact.sum(parts.map(exact.decimal)),
  });
  it("equal totals: lower price first", () => {
    const ranked = rank([entry("丙", "9500000", "39.00", "32.60", "18.00"), entry("乙", "9510000", "39.20", "32.80", "18.00"), entry("甲", "9480000", "38.60", "33.40", "18.00")]);
    expect(ranked).toEqual([
      { id: "甲", rank: 1, tied: false },
      { id: "乙", rank: 2, tied: false },
      { id: "丙", rank: 3, tied: false },
    ]);
  });
  it("what is equal in everything shares a rank and says so", () => {
    expect(rank([entry("a", "1", "2", "3"), entry("b", "1", "2", "3"), entry("c", "1", "1", "3")])).toEqual([
      { id: "a", rank: 1, tied: true },
      { id: "b", rank: 1, tied: true },
      { id: "c", rank: 3, tied: false },
    ]);
  });
});

describe("R-116: arithmetic (EV-9)", () => {
  it("the unit price prevails over the total", () => {
    const { line, correction } = correctLine({ quantity: "1250.5", unitPrice: "83.20", total: "140041.60" });
    expect(line.total).toBe("104041.60");
    expect(correction).toEqual({ what: "line", by: "unitPrice", stated: "140041.60", corrected: "104041.60" });
  });
  it("but not where its decimal point is obviously wrong", () => {
    const { line, correction } = correctLine({ quantity: "1250.5", unitPrice: "832.00", total: "104041.60" });
    expect(line).toEqual({ quantity: "1250.5", unitPrice: "83.20", total: "104041.60" });
    expect(correction?.by).toBe("decimalPoint");
  });
  it("leaves what is right", () => {
    expect(correctLine({ quantity: "3", unitPrice: "0.335", total: "1.01" }).correction).toBeNull();
    expect(sumOfLines([{ quantity: "1", unitPrice: "2", total: "2.00" }, { quantity: "1", unitPrice: "3", total: "3.50" }])).toBe("5.50");
  });
  it("words prevail over figures", () => {
    expect(amountOf("壹佰万元整", "1100000")).toEqual({
      amount: "1000000.00",
      correction: { what: "amount", by: "words", stated: "1100000.00", corrected: "1000000.00" },
    });
    expect(amountOf("壹佰万元整", "1000000")?.correction).toBeNull();
    expect(amountOf("about a million", "1000000")).toBeNull();
  });
});

describe("R-126: dispersion (EV-10)", () => {
  const given = (values: readonly string[]) => values.map((value, index) => ({ memberId: `m${index + 1}`, value }));
  it("warns of a member far from the mean", () => {
    expect(dispersion("b", { id: "c", kind: "subjective" }, given(["9", "8.5", "8", "4", "8.5"]))).toEqual([
      { bidId: "b", criterionId: "c", kind: "deviates", memberId: "m4", deviation: "-47.37" },
    ]);
  });
  it("exactly thirty per cent is not yet far", () => {
    expect(dispersion("b", { id: "c", kind: "subjective" }, given(["7", "13", "10"]))).toEqual([]);
    expect(dispersion("b", { id: "c", kind: "subjective" }, given(["6.9", "13.1", "10"]))).toHaveLength(2);
  });
  it("objective marks must be equal", () => {
    expect(dispersion("b", { id: "c", kind: "objective" }, given(["5", "5", "3", "5", "5"]))).toMatchObject([{ kind: "unequal" }]);
    expect(dispersion("b", { id: "c", kind: "objective" }, given(["5", "5.0", "5.00"]))).toEqual([]);
  });
});

describe("EV-11: too few to trim", () => {
  it("four bids, one to drop from five on: plain mean", () => {
    expect(marks({ benchmark: "B2", drop: 1, dropFrom: 5 }, ["100", "110", "120", "170"]).base).toBe("125.00");
  });
});

describe("EV-13: foreign currency", () => {
  it("is taken at the rate of the opening day", () => expect(inYuan("1000000", "7.0828")).toBe("7082800.00"));
});

describe("EV-14: marks never fall under zero", () => {
  it("at 55 per cent above", () => {
    expect(exact.fixed(deviationScore(exact.decimal("55"), { full: "40", e1: "1", e2: "1" }), 2)).toBe("0.00");
  });
  it("for any prices marks lie between nothing and full marks, and nearer the benchmark is never worse", () => {
    const price = fc.integer({ min: 1, max: 2_000_000 }).map(String);
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 12 }), fc.constantFrom<PriceFormula["score"]>("P1", "P2", "P3"), (prices, score) => {
        for (const mark of marks({ score, full: "40" }, prices).scores) {
          expect(Number(mark)).toBeGreaterThanOrEqual(0);
          expect(Number(mark)).toBeLessThanOrEqual(40);
        }
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 5000 }), (near, further) => {
        const base = exact.decimal("10000");
        const at = (distance: number) => deviationScore(deviation(exact.decimal(String(10_000 + distance)), base), FORMULA);
        expect(exact.compare(at(near), at(near + further))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("evaluation.md §12: unusually low prices", () => {
  const bids = [
    { id: "a", price: "1180000" },
    { id: "b", price: "1250000" },
    { id: "c", price: "560000" },
  ];
  it("hits the third by the next lowest only", () => {
    expect(lowPrices(bids, null)).toEqual([{ id: "c", by: "next", threshold: "590000.00" }]);
    expect(lowPrices(bids, "1300000").map(({ by }) => by)).toEqual(["next", "ceiling"]);
  });
});

const METHOD: MethodTerms = {
  kind: "comprehensiveScoring",
  criteria: [
    { id: "plan", parent: null, name: "施工组织设计", group: "technical", kind: "subjective", max: "40.00", step: "0.50", basis: "", evidence: "", blind: true },
    { id: "record", parent: null, name: "业绩", group: "business", kind: "objective", max: "20.00", step: "5.00", basis: "", evidence: "", blind: false },
    { id: "price", parent: null, name: "报价", group: "price", kind: "formula", max: "40.00", step: "0.00", basis: "", evidence: "", blind: false },
  ],
  price: FORMULA,
  aggregation: "mean",
  places: 2,
  rejectionGrounds: [],
};
const given = (...values: string[]) => values.map((value, index) => ({ memberId: `m${index}`, value }));
const LOT: readonly BidMarks[] = [
  { id: "甲", price: "9650000", marks: { plan: given("34.5", "36", "33", "38", "35.5"), record: given("15", "15", "15", "15", "15") } },
  { id: "乙", price: "9720000", marks: { plan: given("30", "31", "30", "30", "30"), record: given("20", "20", "20", "20", "20") } },
  { id: "丙", price: "9480000", marks: { plan: given("39", "39", "39", "39", "39"), record: given("20", "20", "20", "20", "15") } },
];

describe("R-113: scoring a lot is a pure function of documents, marks and draws", () => {
  const context = { ceiling: null, drawn: {} };
  it("adds groups, prices and ranks", () => {
    const { lines, benchmark: base, warnings } = scoreLot(METHOD, LOT, context);
    expect(base).toBe("9616666.67");
    expect(lines.map(({ id, rank: place }) => [id, place])).toEqual([
      ["丙", 1],
      ["甲", 2],
      ["乙", 3],
    ]);
    expect(lines[1]).toMatchObject({ groups: { technical: "35.40", business: "15.00", price: "39.65" }, total: "90.05", deviation: "0.3466" });
    expect(warnings.map(({ bidId, kind }) => [bidId, kind])).toEqual([["丙", "unequal"]]);
  });
  it("keeps the benchmark when a bid is rejected after it was confirmed", () => {
    const left = LOT.slice(0, 2);
    const kept = scoreLot(METHOD, left, { ...context, benchmarkOf: LOT });
    expect(kept.benchmark).toBe("9616666.67");
    expect(kept.lines.map(({ groups }) => groups.price)).toEqual(["39.65", "38.93"]);
    expect(scoreLot(METHOD, left, context).benchmark).toBe("9685000.00");
  });
  it("does not depend on the order of bids", () => {
    fc.assert(fc.property(fc.shuffledSubarray([...LOT], { minLength: 3 }), (bids) => {
      expect(scoreLot(METHOD, bids, context).lines).toEqual(scoreLot(METHOD, LOT, context).lines);
    }));
  });
  it.each([
    ["40.00", null],
    ["40.01", "range"],
    ["-1", "range"],
    ["33.25", "step"],
    ["abc", "form"],
  ])("a mark of %s: %s", (value, fault) => {
    expect(markFault({ max: "40.00", step: "0.50" }, value)).toBe(fault);
  });
});
