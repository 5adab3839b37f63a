import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MethodTerms, PriceFormula } from "./method-terms";
import { type BidMarks, scoreLot } from "./scoring";

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
const METHOD: MethodTerms = {
  kind: "comprehensiveScoring",
  criteria: [
    {
      id: "plan",
      parent: null,
      name: "施工组织设计",
      group: "technical",
      kind: "subjective",
      max: "40.00",
      step: "0.50",
      basis: "",
      evidence: "",
      blind: true,
    },
    {
      id: "record",
      parent: null,
      name: "业绩",
      group: "business",
      kind: "objective",
      max: "20.00",
      step: "5.00",
      basis: "",
      evidence: "",
      blind: false,
    },
    {
      id: "price",
      parent: null,
      name: "报价",
      group: "price",
      kind: "formula",
      max: "40.00",
      step: "0.00",
      basis: "",
      evidence: "",
      blind: false,
    },
  ],
  price: FORMULA,
  aggregation: "mean",
  places: 2,
  rejectionGrounds: [],
};
const given = (...values: string[]) => values.map((value, index) => ({ memberId: `m${index}`, value }));
const LOT: readonly BidMarks[] = [
  {
    id: "甲",
    price: "9650000",
    marks: { plan: given("34.5", "36", "33", "38", "35.5"), record: given("15", "15", "15", "15", "15") },
  },
  {
    id: "乙",
    price: "9720000",
    marks: { plan: given("30", "31", "30", "30", "30"), record: given("20", "20", "20", "20", "20") },
  },
  {
    id: "丙",
    price: "9480000",
    marks: { plan: given("39", "39", "39", "39", "39"), record: given("20", "20", "20", "20", "15") },
  },
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
    expect(lines[1]).toMatchObject({
      groups: { technical: "35.40", business: "15.00", price: "39.65" },
      total: "90.05",
      deviation: "0.3466",
    });
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
    fc.assert(
      fc.property(fc.shuffledSubarray([...LOT], { minLength: 3 }), (bids) => {
        expect(scoreLot(METHOD, bids, context).lines).toEqual(scoreLot(METHOD, LOT, context).lines);
      }),
    );
  });
});
