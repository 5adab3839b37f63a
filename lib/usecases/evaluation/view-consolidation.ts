import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { criteriaOf, shortMark } from "@/lib/domain/marking";
import type { PriceFormula } from "@/lib/domain/method-terms";
import { finalRanks, openTies } from "@/lib/domain/scoring-ties";
import { rechecksOf, scoresOf } from "@/lib/store/benches";
import { benchOf } from "./bench";
import { bidderNames } from "./columns";
import { resultOf, type StoredBenchmark } from "./compute-result";
import { warningKey } from "./report-words";

export const viewConsolidationInput = z.strictObject({ lotId: z.uuid() });

export type ConsolidatedLine = {
  readonly digest: string;
  readonly name: string;
  readonly price: string;
  readonly deviation: string | null;
  readonly groups: Readonly<Record<string, string>>;
  readonly total: string;
  readonly rank: number;
  readonly tied: boolean;
  readonly criteria: readonly {
    readonly id: string;
    readonly name: string;
    readonly group: string;
    readonly max: string;
    /** What the members' marks come to. */
    readonly mark: string;
    readonly marks: readonly { readonly member: number; readonly value: string; readonly flagged: boolean }[];
  }[];
};

export type RecheckLine = {
  readonly id: string;
  readonly member: number;
  readonly own: boolean;
  readonly bidder: string;
  readonly criterion: string;
  readonly max: string;
  readonly note: string;
  readonly before: string;
  readonly after: string | null;
  readonly reason: string | null;
};

export type WarningLine = {
  readonly key: string;
  readonly kind: "deviates" | "unequal";
  readonly digest: string;
  readonly bidder: string;
  readonly criterion: string;
  readonly criterionName: string;
  readonly member: number | null;
  readonly deviation: string | null;
};

export type Consolidation = {
  readonly chair: boolean;
  readonly formula: PriceFormula | null;
  readonly benchmark: StoredBenchmark & {
    readonly usedNames: readonly string[];
    readonly leftOutNames: readonly string[];
  };
  readonly aggregation: "mean" | "trimmed";
  readonly lines: readonly ConsolidatedLine[];
  readonly warnings: readonly WarningLine[];
  readonly rechecks: readonly RecheckLine[];
  readonly ties: readonly (readonly { readonly digest: string; readonly name: string }[])[];
};

/** Groups in the order of the review: a stored object forgets it. */
const inOrder = (groups: Readonly<Partial<Record<string, string>>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["technical", "business", "credit", "price"].flatMap((group) => {
      const mark = groups[group];
      return mark === undefined ? [] : [[group, mark]];
    }),
  );

/**
 * Marks of all members, prices, totals and ranking with their arithmetic: there is none before the last member has locked,
 * because the result is computed by that lock (C-5).
 */
export async function viewConsolidation(
  actor: Actor,
  { lotId }: z.infer<typeof viewConsolidationInput>,
): Promise<Consolidation | null> {
  const bench = await benchOf(actor, lotId);
  const { committee, terms, own } = bench;
  if (!["pricing", "ranking", "reporting", "submitted", "rechecking"].includes(committee.state)) return null;
  const result = await resultOf(lotId);
  if (!result) return null;
  const [scores, rechecks, names] = await Promise.all([
    scoresOf(committee.members.map(({ id }) => id)),
    rechecksOf(lotId),
    bidderNames(bench.bids),
  ]);
  const name = (digest: string) => names.get(digest) ?? "";
  const numbers = new Map(committee.members.map(({ id, number }) => [id, number]));
  const criteria = [...criteriaOf(terms.method, "technical"), ...criteriaOf(terms.method, "business")];
  const criterionName = (id: string) => criteria.find((one) => one.id === id)?.name ?? id;
  const flagged = (digest: string, criterion: string, memberId: string) =>
    result.warnings.some(
      (one) => one.bidId === digest && one.criterionId === criterion && (one.memberId ?? memberId) === memberId,
    );
  return {
    chair: bench.chair,
    formula: terms.method.price,
    benchmark: {
      ...result.benchmark,
      usedNames: result.benchmark.used.map(name),
      leftOutNames: result.benchmark.leftOut.map(name),
    },
    aggregation: terms.method.aggregation,
    lines: finalRanks(result.lines, result.ties).map((line) => ({
      digest: line.id,
      name: name(line.id),
      price: line.price,
      deviation: line.deviation,
      groups: inOrder(line.groups),
      total: line.total,
      rank: line.rank,
      tied: line.tied,
      criteria: criteria.map(({ id, name: title, group, max }) => ({
        id,
        name: title,
        group,
        max: shortMark(max),
        mark: line.criteria[id] ?? "—",
        marks: committee.members.map((member) => {
          const own = scores.find((s) => s.memberId === member.id && s.digest === line.id && s.criterion === id);
          return {
            member: member.number,
            value: own ? shortMark(own.value) : "—",
            flagged: flagged(line.id, id, member.id),
          };
        }),
      })),
    })),
    warnings: result.warnings.map((one) => ({
      key: warningKey(one),
      kind: one.kind,
      digest: one.bidId,
      bidder: name(one.bidId),
      criterion: one.criterionId,
      criterionName: criterionName(one.criterionId),
      member: one.memberId ? (numbers.get(one.memberId) ?? null) : null,
      deviation: one.deviation,
    })),
    rechecks: rechecks.map((one) => ({
      id: one.id,
      member: numbers.get(one.memberId) ?? 0,
      own: one.memberId === own.id,
      bidder: name(one.digest),
      criterion: criterionName(one.criterion),
      max: shortMark(criteria.find(({ id }) => id === one.criterion)?.max ?? "0"),
      note: one.note,
      before: shortMark(one.before),
      after: one.after && shortMark(one.after),
      reason: one.reason,
    })),
    ties: openTies(result.lines, result.ties).map((group) => group.map((digest) => ({ digest, name: name(digest) }))),
  };
}
