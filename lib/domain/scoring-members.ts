import * as exact from "@/lib/kernel/rational";
import type { Ratio } from "@/lib/kernel/rational";
import type { CriterionTerms } from "./method-terms";
import { param, type RuleSet } from "./rules";

export type Mark = { readonly memberId: string; readonly value: string };

/**
 * One mark of what the members gave: their mean, or, only if the documents say so, the mean without one highest and one
 * lowest (EV-7). Below three members nothing is left out.
 */
export function aggregate(values: readonly Ratio[], how: "mean" | "trimmed"): Ratio {
  if (values.length === 0) return exact.ZERO;
  if (how === "mean" || values.length < 3) return exact.mean(values);
  return exact.mean([...values].sort(exact.compare).slice(1, -1));
}

/** Marks the tenderee and the committee look at again. They change nothing by themselves. */
export type Dispersion = {
  readonly bidId: string;
  readonly criterionId: string;
  /** deviates: one member far from the mean; unequal: an objective item with more than one value. */
  readonly kind: "deviates" | "unequal";
  readonly memberId: string | null;
  /** Per cent of the mean, two places. */
  readonly deviation: string | null;
};

/** Warnings on one item of one bid (EV-10): objective marks must be equal, subjective ones within 30 % of their mean. */
export function dispersion(
  bidId: string,
  criterion: Pick<CriterionTerms, "id" | "kind">,
  marks: readonly Mark[],
  set?: RuleSet,
): readonly Dispersion[] {
  const values = marks.map(({ value }) => exact.decimal(value));
  const about = { bidId, criterionId: criterion.id };
  if (criterion.kind === "objective") {
    const equal = values.every((value) => exact.compare(value, values[0] ?? value) === 0);
    return equal ? [] : [{ ...about, kind: "unequal", memberId: null, deviation: null }];
  }
  if (criterion.kind !== "subjective" || values.length === 0) return [];
  const centre = exact.mean(values);
  if (centre.n === 0n) return [];
  const allowed = exact.ratio(BigInt(param("R-126", "dispersionBp", set)), 100n);
  return marks.flatMap(({ memberId, value }) => {
    const away = exact.multiply(exact.divide(exact.subtract(exact.decimal(value), centre), centre), exact.HUNDRED);
    if (exact.compare(exact.magnitude(away), allowed) <= 0) return [];
    return [{ ...about, kind: "deviates" as const, memberId, deviation: exact.fixed(away, 2) }];
  });
}

/** Why a mark cannot stand, or null: it lies between 0 and the full marks, on a step. */
export function markFault(
  criterion: Pick<CriterionTerms, "max" | "step">,
  value: string,
): "form" | "range" | "step" | null {
  if (!exact.isDecimal(value) || value.trim() !== value) return "form";
  const [mark, full, step] = [exact.decimal(value), exact.decimal(criterion.max), exact.decimal(criterion.step)];
  if (exact.negative(mark) || exact.compare(mark, full) > 0) return "range";
  if (step.n === 0n) return null;
  return exact.divide(mark, step).d === 1n || exact.compare(mark, full) === 0 ? null : "step";
}
