import { describe, expect, it } from "vitest";
import { checkMethod, missingDraws } from "./method";
import type { CriterionTerms, MethodTerms, PriceFormula } from "./method-terms";

const item = (id: string, change: Partial<CriterionTerms> = {}): CriterionTerms => ({
  id,
  parent: null,
  name: id,
  group: "technical",
  kind: "subjective",
  max: "60.00",
  step: "0.50",
  basis: "按方案优劣评分",
  evidence: "",
  blind: false,
  ...change,
});
const formula: PriceFormula = {
  score: "P1",
  benchmark: "B3",
  full: "40.00",
  e1: "1",
  e2: "0.5",
  drop: 1,
  dropFrom: 5,
  k1: [],
  k2: [],
  q1: [],
  rates: ["1.0", "1.5", "2.0"],
  places: 2,
};
const price = item("price", { group: "price", kind: "formula", max: "40.00", step: "0.00", basis: "" });
const method = (change: Partial<MethodTerms> = {}): MethodTerms => ({
  kind: "comprehensiveScoring",
  criteria: [item("plan"), price],
  price: formula,
  aggregation: "mean",
  places: 2,
  rejectionGrounds: [],
  ...change,
});
const codes = (given: MethodTerms, ceiling: string | null = null) =>
  checkMethod(given, ceiling).map(({ code }) => code);

describe("R-48: an evaluation method that can be carried out", () => {
  it("passes one that is whole", () => expect(codes(method())).toEqual([]));

  it.each<[string, MethodTerms, string[]]>([
    ["marks short of a hundred", method({ criteria: [item("plan", { max: "59.50" }), price] }), ["sumNotHundred"]],
    [
      "a price criterion that differs from the formula",
      method({ price: { ...formula, full: "30.00" } }),
      ["priceFull"],
    ],
    ["no price criterion", method({ criteria: [item("plan", { max: "100.00" })] }), ["priceCriterion"]],
    ["no formula", method({ price: null }), ["formulaMissing"]],
    ["an item without basis", method({ criteria: [item("plan", { basis: " " }), price] }), ["noBasis"]],
    ["a step that does not divide the marks", method({ criteria: [item("plan", { step: "0.70" }), price] }), ["step"]],
    [
      "two of one name",
      method({ criteria: [item("plan", { max: "30.00" }), item("plan", { max: "30.00" }), price] }),
      ["duplicateId"],
    ],
    ["a parent that is not there", method({ criteria: [item("plan", { parent: "x" }), price] }), ["unknownParent"]],
    ["nothing to draw a rate from", method({ price: { ...formula, rates: [] } }), ["noValues"]],
    ["a rate above a hundred", method({ price: { ...formula, rates: ["101"] } }), ["valueRange"]],
    ["the same rate twice", method({ price: { ...formula, rates: ["1.0", "1.00"] } }), ["valuesTwice"]],
    ["more dropped than there are", method({ price: { ...formula, dropFrom: 3, drop: 2 } }), ["fewToDrop"]],
    ["no slope above the benchmark", method({ price: { ...formula, e1: "0" } }), ["slopes"]],
    ["a ceiling that is missing", method({ price: { ...formula, benchmark: "B6" } }), ["ceilingNeeded"]],
  ])("finds %s", (_name, given, expected) => {
    expect(codes(given)).toEqual(expected);
  });

  it("finds a circle of groups", () => {
    const circle = [item("a", { parent: "b" }), item("b", { parent: "a" }), price];
    expect(codes(method({ criteria: circle }))).toContain("circle");
  });
});

describe("R-52: the reference price decides nothing", () => {
  it("neither in a basis nor as a ground", () => {
    expect(codes(method({ criteria: [item("plan", { basis: "接近标底者得高分" }), price] }))).toEqual([
      "referencePrice",
    ]);
    expect(codes(method({ rejectionGrounds: ["报价超出标底上下浮动范围"] }))).toEqual(["referencePrice"]);
  });
});

describe("evaluation.md §1: lowest evaluated price", () => {
  it("has no marks and no formula", () => {
    const lowest = method({
      kind: "lowestEvaluatedPrice",
      price: null,
      criteria: [item("q", { kind: "passFail", max: "0.00", group: "qualification" })],
    });
    expect(codes(lowest)).toEqual([]);
    expect(codes({ ...lowest, criteria: [item("plan")], price: formula })).toEqual([
      "groupWithMarks",
      "formulaNotAllowed",
    ]);
  });
});

describe("R-106: what has to be drawn", () => {
  it("is missing until a value of the list is drawn", () => {
    expect(missingDraws(method(), {})).toEqual(["rate"]);
    expect(missingDraws(method(), { rate: "1.7" })).toEqual(["rate"]);
    expect(missingDraws(method(), { rate: "1.5" })).toEqual([]);
  });
});
