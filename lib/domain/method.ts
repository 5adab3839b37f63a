import * as exact from "@/lib/kernel/rational";
import { type CriterionTerms, drawsOf, leaves, type MethodTerms, type PriceFormula } from "./method-terms";

/** What is wrong with an evaluation method; `id` names the criterion where there is one. Each stops the issue. */
export type MethodFault = {
  readonly code:
    | "noCriteria"
    | "duplicateId"
    | "unknownParent"
    | "circle"
    | "groupWithMarks"
    | "passFailWithMarks"
    | "noMarks"
    | "step"
    | "noBasis"
    | "sumNotHundred"
    | "priceCriterion"
    | "priceFull"
    | "formulaMissing"
    | "formulaNotAllowed"
    | "slopes"
    | "fewToDrop"
    | "noValues"
    | "valueRange"
    | "valuesTwice"
    | "ceilingNeeded"
    | "referencePrice";
  readonly id: string | null;
  readonly facts: Readonly<Record<string, string>>;
};

const fault = (code: MethodFault["code"], id: string | null = null, facts: MethodFault["facts"] = {}): MethodFault => ({
  code,
  id,
  facts,
});

/**
 * Whether the method can be carried out as it stands: every mark has a basis, the marks add up to 100, the price formula
 * has what it needs. What passes can be scored by `scoreLot` without another question.
 *
 * @param ceiling the ceiling price in yuan, or null
 */
export function checkMethod(method: MethodTerms, ceiling: string | null): readonly MethodFault[] {
  const marked =
    method.kind === "comprehensiveScoring"
      ? [...sumFaults(method), ...priceFaults(method, ceiling)]
      : lowestFaults(method);
  return [...treeFaults(method.criteria), ...leaves(method).flatMap(leafFaults), ...marked, ...referenceFaults(method)];
}

function treeFaults(criteria: readonly CriterionTerms[]): readonly MethodFault[] {
  if (criteria.length === 0) return [fault("noCriteria")];
  const byId = new Map(criteria.map((criterion) => [criterion.id, criterion]));
  const climbs = (id: string): boolean => {
    let at: string | null = id;
    for (let steps = 0; at !== null; steps += 1) {
      if (steps > criteria.length) return false;
      at = byId.get(at)?.parent ?? null;
    }
    return true;
  };
  return criteria.flatMap(({ id, parent }, index) => [
    ...(criteria.findIndex((other) => other.id === id) < index ? [fault("duplicateId", id)] : []),
    ...(parent !== null && !byId.has(parent) ? [fault("unknownParent", id, { parent })] : []),
    ...(climbs(id) ? [] : [fault("circle", id)]),
  ]);
}

function leafFaults({ id, kind, group, max, step, basis }: CriterionTerms): readonly MethodFault[] {
  const [full, unit] = [exact.decimal(max), exact.decimal(step)];
  const found: MethodFault[] = [];
  if (group === "qualification" && kind !== "passFail") found.push(fault("groupWithMarks", id));
  if (kind === "passFail" && full.n !== 0n) found.push(fault("passFailWithMarks", id));
  if (kind !== "passFail" && full.n <= 0n) found.push(fault("noMarks", id));
  if (unit.n < 0n || (kind === "subjective" && unit.n > 0n && exact.divide(full, unit).d !== 1n))
    found.push(fault("step", id, { step, max }));
  if (kind !== "formula" && !basis.trim()) found.push(fault("noBasis", id));
  return found;
}

function sumFaults(method: MethodTerms): readonly MethodFault[] {
  const total = exact.sum(leaves(method).map(({ max }) => exact.decimal(max)));
  return exact.compare(total, exact.HUNDRED) === 0
    ? []
    : [fault("sumNotHundred", null, { sum: exact.fixed(total, 2) })];
}

function priceFaults(method: MethodTerms, ceiling: string | null): readonly MethodFault[] {
  const priced = leaves(method).filter(({ group }) => group === "price");
  const formula = method.price;
  if (!formula) return [fault("formulaMissing")];
  const [criterion] = priced;
  const found: MethodFault[] = [];
  if (priced.length !== 1 || criterion?.kind !== "formula") found.push(fault("priceCriterion", criterion?.id ?? null));
  else if (exact.compare(exact.decimal(criterion.max), exact.decimal(formula.full)) !== 0)
    found.push(fault("priceFull", criterion.id, { max: criterion.max, full: formula.full }));
  return formula.score === "P1" ? [...found, ...deviationFaults(formula, ceiling)] : found;
}

/** Lists a benchmark draws from, or fixes by a single entry. */
const NEEDS: Readonly<Record<PriceFormula["benchmark"], readonly ("k1" | "k2" | "q1" | "rates")[]>> = {
  B1: [],
  B2: [],
  B3: ["rates"],
  B4: ["k1", "k2", "q1"],
  B5: [],
  B6: ["rates"],
};

function deviationFaults(formula: PriceFormula, ceiling: string | null): readonly MethodFault[] {
  const found: MethodFault[] = [];
  const [e1, e2] = [exact.decimal(formula.e1), exact.decimal(formula.e2)];
  if (e1.n <= 0n || exact.negative(e2)) found.push(fault("slopes", null, { e1: formula.e1, e2: formula.e2 }));
  const trims = formula.benchmark === "B2" || (formula.drop > 0 && ["B3", "B4"].includes(formula.benchmark));
  if (trims && (formula.drop < 1 || formula.dropFrom <= 2 * formula.drop))
    found.push(fault("fewToDrop", null, { drop: String(formula.drop), from: String(formula.dropFrom) }));
  if ((formula.benchmark === "B4" || formula.benchmark === "B6") && ceiling === null)
    found.push(fault("ceilingNeeded"));
  for (const name of NEEDS[formula.benchmark]) found.push(...listFaults(name, formula[name]));
  return found;
}

function listFaults(name: "k1" | "k2" | "q1" | "rates", values: readonly string[]): readonly MethodFault[] {
  if (values.length === 0) return [fault("noValues", null, { list: name })];
  const numbers = values.map(exact.decimal);
  const top = name === "rates" ? exact.HUNDRED : name === "q1" ? exact.ONE : null;
  const fits = numbers.every(
    (value) => !exact.negative(value) && (top === null ? value.n > 0n : exact.compare(value, top) <= 0),
  );
  const twice = numbers.some((value, index) => numbers.findIndex((other) => exact.compare(other, value) === 0) < index);
  return [
    ...(fits ? [] : [fault("valueRange", null, { list: name })]),
    ...(twice ? [fault("valuesTwice", null, { list: name })] : []),
  ];
}

/** Under the lowest evaluated price nothing technical turns into money, so nothing carries marks (V 29–33). */
function lowestFaults(method: MethodTerms): readonly MethodFault[] {
  const marked = leaves(method).filter(({ kind }) => kind !== "passFail");
  return [
    ...marked.map(({ id }) => fault("groupWithMarks", id)),
    ...(method.price ? [fault("formulaNotAllowed")] : []),
  ];
}

/** A reference price may inform, never decide. */
function referenceFaults(method: MethodTerms): readonly MethodFault[] {
  const inCriteria = method.criteria
    .filter(({ basis }) => /标底/.test(basis))
    .map(({ id }) => fault("referencePrice", id));
  return method.rejectionGrounds.some((ground) => /标底/.test(ground))
    ? [...inCriteria, fault("referencePrice")]
    : inCriteria;
}

/** Draws without a result yet: the evaluation's arithmetic waits for them. */
export function missingDraws(method: MethodTerms, drawn: Readonly<Record<string, string>>): readonly string[] {
  return drawsOf(method)
    .filter(({ name, values }) => !values.includes(drawn[name] ?? ""))
    .map(({ name }) => name);
}
