/**
 * The evaluation method as the tender document states it (R-48, evaluation.md §1, §4). Marks, prices and coefficients are
 * decimal strings; what is drawn in the opening session is a list to draw from.
 */
export type MethodTerms = {
  readonly kind: "comprehensiveScoring" | "lowestEvaluatedPrice";
  /** Groups and their leaves: a leaf names its group, a group has no parent. */
  readonly criteria: readonly CriterionTerms[];
  /** How the price is scored; null where the lowest evaluated price wins. */
  readonly price: PriceFormula | null;
  /** Members' marks: plain mean, or mean without highest and lowest. */
  readonly aggregation: "mean" | "trimmed";
  /** Decimal places of marks and totals. */
  readonly places: number;
  /** Grounds on which a bid is rejected beside those of the law, one a line. */
  readonly rejectionGrounds: readonly string[];
};

export type CriterionGroup = "qualification" | "technical" | "business" | "credit" | "price";

export type CriterionTerms = {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly group: CriterionGroup;
  /** objective: one value for all members; subjective: each member alone; formula: computed; passFail: no marks. */
  readonly kind: "objective" | "subjective" | "formula" | "passFail";
  /** Full marks, two decimals; "0.00" for pass or fail. */
  readonly max: string;
  readonly step: string;
  readonly basis: string;
  readonly evidence: string;
  readonly blind: boolean;
};

export type PriceFormula = {
  /** P1 deviation, P2 lowest first, P3 linear between highest and lowest. */
  readonly score: "P1" | "P2" | "P3";
  /** B1 mean, B2 trimmed, B3 mean with drop rate, B4 composite, B5 second mean, B6 ceiling with drop rate. */
  readonly benchmark: "B1" | "B2" | "B3" | "B4" | "B5" | "B6";
  readonly full: string;
  /** Marks lost for each per cent above (E1) and below (E2) the benchmark. */
  readonly e1: string;
  readonly e2: string;
  /** B2, B3: how many highest and lowest are left out, from how many bids on. */
  readonly drop: number;
  readonly dropFrom: number;
  /** Coefficients to draw one from in the opening session; one entry: fixed. */
  readonly k1: readonly string[];
  readonly k2: readonly string[];
  readonly q1: readonly string[];
  /** Drop rates in per cent to draw one from (B3, B6). */
  readonly rates: readonly string[];
  readonly places: number;
};

/** The criteria that carry marks: those no other one names as its group. */
export function leaves(method: MethodTerms): readonly CriterionTerms[] {
  const parents = new Set(method.criteria.map(({ parent }) => parent));
  return method.criteria.filter(({ id }) => !parents.has(id));
}

/** Hundredths of a mark. */
export const hundredths = (mark: string): number => {
  const [whole = "0", part = ""] = mark.split(".");
  return Number(whole) * 100 + Number(part.padEnd(2, "0").slice(0, 2));
};

/** Sum of the full marks of all leaves, price included, in hundredths. */
export const totalHundredths = (method: MethodTerms): number =>
  leaves(method).reduce((sum, { max }) => sum + hundredths(max), 0);

/** What the opening session has to draw: lists with more than one entry that the formula uses. */
export function drawsOf(
  method: MethodTerms,
): readonly { readonly name: "k1" | "k2" | "q1" | "rate"; readonly values: readonly string[] }[] {
  const { price } = method;
  if (price?.score !== "P1") return [];
  const used = { B1: [], B2: [], B5: [], B3: ["rate"], B6: ["rate"], B4: ["k1", "k2", "q1"] }[price.benchmark];
  const lists = { k1: price.k1, k2: price.k2, q1: price.q1, rate: price.rates } as const;
  return (["k1", "k2", "q1", "rate"] as const)
    .filter((name) => (used as readonly string[]).includes(name) && lists[name].length > 1)
    .map((name) => ({ name, values: lists[name] }));
}
