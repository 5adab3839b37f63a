import * as exact from "@/lib/kernel/rational";
import { type CriterionTerms, leaves, type MethodTerms } from "./method-terms";

/** Technical marks first, alone and where the documents say so blind; business and credit marks after (evaluation.md §6). */
export type MarkPhase = "technical" | "business";

/** Criteria that members mark in a phase, in the order of the documents. */
export const criteriaOf = (method: MethodTerms, phase: MarkPhase): readonly CriterionTerms[] =>
  leaves(method).filter(
    ({ kind, group }) =>
      (kind === "subjective" || kind === "objective") &&
      (phase === "technical" ? group === "technical" : group === "business" || group === "credit"),
  );

export const isBlind = (method: MethodTerms, phase: MarkPhase): boolean =>
  criteriaOf(method, phase).some(({ blind }) => blind);

/** A tier the basis of a criterion names: 优 10.5–12. Bounds are marks, decimal strings. */
export type Tier = { readonly name: string; readonly from: string; readonly to: string };

const TIER = /([\p{L}]{1,6})\s*[：:（(，,]?\s*(\d+(?:\.\d+)?)\s*(?:分)?\s*(?:至|到|[-–—~～])\s*(\d+(?:\.\d+)?)/gu;

/** Tiers as the documents wrote them, highest first; none where they wrote none: nothing is invented. */
export function tiersOf(criterion: Pick<CriterionTerms, "basis" | "max">): readonly Tier[] {
  const max = exact.decimal(criterion.max);
  return [...criterion.basis.matchAll(TIER)]
    .map(([, name = "", a = "", b = ""]) => {
      const [low, high] = exact.compare(exact.decimal(a), exact.decimal(b)) <= 0 ? [a, b] : [b, a];
      return { name, from: low, to: high };
    })
    .filter(({ to }) => exact.compare(exact.decimal(to), max) <= 0)
    .sort((a, b) => exact.compare(exact.decimal(b.to), exact.decimal(a.to)));
}

/** The tier a mark lies in: lower bound included, upper not, but for the highest. */
export function tierOf(tiers: readonly Tier[], value: string): Tier | null {
  if (!exact.isDecimal(value)) return null;
  const mark = exact.decimal(value);
  const inside = ({ from, to }: Tier, at: number) =>
    exact.compare(mark, exact.decimal(from)) >= 0 &&
    (at === 0 ? exact.compare(mark, exact.decimal(to)) <= 0 : exact.compare(mark, exact.decimal(to)) < 0);
  return tiers.find(inside) ?? null;
}

/** A mark below the lowest tier, or where there are none below half of the full marks, wants its reason in writing. */
export function needsReason(criterion: Pick<CriterionTerms, "basis" | "max" | "kind">, value: string): boolean {
  if (criterion.kind !== "subjective" || !exact.isDecimal(value)) return false;
  const lowest = tiersOf(criterion).at(-1)?.from;
  const floor = lowest ? exact.decimal(lowest) : exact.divide(exact.decimal(criterion.max), exact.ratio(2n));
  return exact.compare(exact.decimal(value), floor) < 0;
}

/** A mark as it is kept: two places, so that one value is written one way. */
export const plainMark = (value: string): string => exact.fixed(exact.decimal(value), 2);

/** `2.50` as people write it: 2.5. */
export const shortMark = (value: string): string => value.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

const LETTERS = "ACEFHJKLMNPRTUWXY";

/**
 * Codes and order of the bids for one member's blind part: K7, M2 … Other members get other codes and another order, so
 * that nothing can be compared across the room. `noise` is random bytes per bid, at least three.
 */
export function blindCodes(
  bids: readonly { readonly digest: string; readonly noise: Uint8Array }[],
): ReadonlyMap<string, string> {
  const hex = (noise: Uint8Array) => Array.from(noise, (octet) => octet.toString(16).padStart(2, "0")).join("");
  const taken = new Set<string>();
  const codes = [...bids]
    .sort((a, b) => (hex(a.noise) < hex(b.noise) ? -1 : 1))
    .map(({ digest, noise }) => {
      let at = (noise[0] ?? 0) * 256 + (noise[1] ?? 0);
      // With more bids than one letter and digit can name, the number goes on.
      const round = Math.floor(taken.size / (LETTERS.length * 8));
      const made = () => `${LETTERS[Math.floor(at / 8) % LETTERS.length]}${2 + (at % 8) + 8 * round}`;
      while (taken.has(made())) at += 1;
      taken.add(made());
      return [digest, made()] as const;
    });
  return new Map(codes);
}
