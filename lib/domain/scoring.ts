import * as exact from "@/lib/kernel/rational";
import type { Ratio } from "@/lib/kernel/rational";
import { type CriterionGroup, type CriterionTerms, leaves, type MethodTerms } from "./method-terms";
import type { RuleSet } from "./rules";
import { aggregate, type Dispersion, dispersion, type Mark } from "./scoring-members";
import { benchmark, type Drawn, type PricedBid, plainRounding, priceScores, type Rounding } from "./scoring-price";
import { rank } from "./scoring-ranking";

/** A valid bid with what the members gave it, by criterion. */
export type BidMarks = {
  readonly id: string;
  /** Yuan, after arithmetic correction. */
  readonly price: string;
  readonly marks: Readonly<Record<string, readonly Mark[]>>;
};

export type ScoreLine = {
  readonly id: string;
  readonly price: string;
  /** Per cent from the benchmark, four places; null where the formula has none. */
  readonly deviation: string | null;
  /** Marks by criterion: what the members' marks come to, unrounded sums are never shown. */
  readonly criteria: Readonly<Record<string, string>>;
  readonly groups: Readonly<Partial<Record<CriterionGroup, string>>>;
  readonly total: string;
  readonly rank: number;
  readonly tied: boolean;
};

export type ScoringResult = {
  /** Yuan, two places; null where no benchmark is used. */
  readonly benchmark: string | null;
  readonly used: readonly string[];
  readonly leftOut: readonly string[];
  /** Best first. */
  readonly lines: readonly ScoreLine[];
  readonly warnings: readonly Dispersion[];
};

export type ScoringContext = {
  readonly ceiling: string | null;
  readonly drawn: Drawn;
  readonly rounding?: Rounding;
  /** Whose prices the benchmark was confirmed with: it is not made anew when a bid is rejected later (evaluation.md §4). */
  readonly benchmarkOf?: readonly PricedBid[];
  readonly set?: RuleSet;
};

const MEMBER_GROUPS = ["technical", "business", "credit"] as const satisfies readonly CriterionGroup[];
type MemberGroup = (typeof MEMBER_GROUPS)[number];

/**
 * Marks, totals and ranking of a lot under comprehensive evaluation: a pure function of the frozen documents, the
 * members' marks and what was drawn, so that anybody with the report can do it again.
 *
 * A group is aggregated over the members' sums; an objective item counts once. Sums are exact and rounded half up to the
 * places of the method.
 */
export function scoreLot(method: MethodTerms, bids: readonly BidMarks[], context: ScoringContext): ScoringResult {
  const price = priceOf(method, bids, context);
  const items = leaves(method);
  const lines = bids.map((bid) => {
    const groups = MEMBER_GROUPS.map((group) => [group, groupMark(method, items, bid, group)] as const);
    const scored = price.scores.get(bid.id);
    const all = [...groups, ...(scored ? [["price", scored.score] as const] : [])];
    return { bid, groups: all, deviation: scored?.deviation ?? null, total: exact.sum(all.map(([, mark]) => mark)) };
  });
  const technical = (line: (typeof lines)[number]) =>
    line.groups.find(([group]) => group === "technical")?.[1] ?? exact.ZERO;
  const ranks = rank(
    lines.map((line) => ({
      id: line.bid.id,
      total: line.total,
      price: exact.decimal(line.bid.price),
      technical: technical(line),
    })),
  );
  return {
    benchmark: price.benchmark,
    used: price.used,
    leftOut: price.leftOut,
    warnings: bids.flatMap((bid) =>
      items.flatMap((item) => dispersion(bid.id, item, bid.marks[item.id] ?? [], context.set)),
    ),
    lines: ranks.flatMap(({ id, rank: place, tied }) =>
      lines
        .filter(({ bid }) => bid.id === id)
        .map(({ bid, groups, deviation, total }) => ({
          id,
          price: bid.price,
          deviation: deviation && exact.fixed(deviation, 4),
          criteria: criteriaMarks(method, items, bid),
          groups: Object.fromEntries(
            groups
              .filter(([group]) => hasGroup(items, group))
              .map(([group, mark]) => [group, exact.fixed(mark, method.places)]),
          ),
          total: exact.fixed(total, method.places),
          rank: place,
          tied,
        })),
    ),
  };
}

const hasGroup = (items: readonly CriterionTerms[], group: CriterionGroup): boolean =>
  items.some((item) => item.group === group);

function priceOf(method: MethodTerms, bids: readonly BidMarks[], context: ScoringContext) {
  const none = {
    benchmark: null,
    used: [],
    leftOut: [],
    scores: new Map<string, { deviation: Ratio | null; score: Ratio }>(),
  };
  const formula = method.price;
  if (!formula || bids.length === 0) return none;
  const rounding = context.rounding ?? plainRounding(formula);
  const entering = context.benchmarkOf ?? bids;
  const made =
    formula.score === "P1"
      ? benchmark(formula, entering, { ceiling: context.ceiling, drawn: context.drawn, rounding })
      : null;
  const base = made?.value ?? null;
  return {
    benchmark: base && exact.fixed(base, rounding.benchmark ?? 2),
    used: made?.used ?? [],
    leftOut: made?.leftOut ?? [],
    scores: new Map(
      priceScores(formula, bids, base, rounding).map(({ id, deviation, score }) => [id, { deviation, score }]),
    ),
  };
}

const valuesOf = (bid: BidMarks, item: CriterionTerms): readonly Ratio[] =>
  (bid.marks[item.id] ?? []).map(({ value }) => exact.decimal(value));

/** Subjective items: each member's sum, aggregated. Objective ones: their one value; if members differ, the mean, with a warning. */
function groupMark(method: MethodTerms, items: readonly CriterionTerms[], bid: BidMarks, group: MemberGroup): Ratio {
  const own = items.filter((item) => item.group === group);
  const perMember = new Map<string, Ratio>();
  for (const item of own.filter(({ kind }) => kind === "subjective"))
    for (const { memberId, value } of bid.marks[item.id] ?? [])
      perMember.set(memberId, exact.add(perMember.get(memberId) ?? exact.ZERO, exact.decimal(value)));
  const objective = own
    .filter(({ kind }) => kind === "objective")
    .map((item) => aggregate(valuesOf(bid, item), "mean"));
  return exact.rounded(
    exact.sum([aggregate([...perMember.values()], method.aggregation), ...objective]),
    method.places,
  );
}

function criteriaMarks(
  method: MethodTerms,
  items: readonly CriterionTerms[],
  bid: BidMarks,
): Readonly<Record<string, string>> {
  const marked = items.filter(({ kind }) => kind === "subjective" || kind === "objective");
  return Object.fromEntries(
    marked.map((item) => {
      const how = item.kind === "objective" ? "mean" : method.aggregation;
      return [item.id, exact.fixed(aggregate(valuesOf(bid, item), how), method.places)];
    }),
  );
}
