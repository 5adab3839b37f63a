import type { Actor } from "@/lib/domain/actor";
import { type ScoringResult, scoreLot } from "@/lib/domain/scoring";
import type { Drawn, PricedBid } from "@/lib/domain/scoring-price";
import { record } from "@/lib/store/audit";
import { reviewRows, scoresOf } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import { type Db, db, type Tx } from "@/lib/store/db";
import { drawsOfLot } from "@/lib/store/draws";
import { priceCorrections, priceOf } from "@/lib/store/price-corrections";
import { validBids } from "./review-steps";
import type { Table } from "./bench";

/** The benchmark with everything it was made of, so that it can be made again by hand. */
export type StoredBenchmark = {
  /** Yuan, two places; null where the method has none. */
  readonly value: string | null;
  readonly used: readonly string[];
  readonly leftOut: readonly string[];
  readonly drawn: Drawn;
  readonly ceiling: string | null;
  /** Prices it was confirmed with: not made anew when a mark changes later (evaluation.md §4). */
  readonly prices: readonly PricedBid[];
};
export type Tie = { readonly digests: readonly string[]; readonly reason: string };

export type StoredResult = {
  readonly benchmark: StoredBenchmark;
  readonly lines: ScoringResult["lines"];
  readonly warnings: ScoringResult["warnings"];
  readonly ties: readonly Tie[];
  readonly computedAt: Date;
};

/** What was computed for a lot, or null. */
export async function resultOf(lotId: string, on: Db = db()): Promise<StoredResult | null> {
  const row = await on.evaluationResult.findUnique({ where: { lotId } });
  return row as unknown as StoredResult | null;
}

/** What the opening session drew, by name. */
async function drawnValues(lotId: string, on: Db = db()): Promise<Drawn> {
  const draws = (await drawsOfLot(lotId, on)).filter(({ finishedAt }) => finishedAt !== null);
  return Object.fromEntries(
    draws.flatMap(({ kind, order, spec }) => {
      const { candidates } = JSON.parse(new TextDecoder().decode(spec)) as { candidates?: readonly string[] };
      const value = candidates?.[(order as number[] | null)?.[0] ?? -1];
      return ["k1", "k2", "q1", "rate"].includes(kind) && value !== undefined ? [[kind, value]] : [];
    }),
  );
}

/**
 * Computes price scores, totals, ranking and warnings from the locked marks and keeps them. Pure arithmetic of the frozen
 * documents; called again when a recheck changed a mark, with the benchmark as it was confirmed.
 */
export async function computeResult(tx: Tx, actor: Actor, bench: Table): Promise<StoredResult> {
  const { lot, committee, terms } = bench;
  const { rejections } = await reviewRows(lot.id, committee.members, tx);
  const ids = committee.members.map(({ id }) => id);
  const scores = await scoresOf(ids, tx);
  const drawn = await drawnValues(lot.id, tx);
  const earlier = await resultOf(lot.id, tx);
  const corrections = await priceCorrections(lot.id, tx);
  const bids = validBids(bench.bids, rejections).map((bid) => ({
    id: bid.digest,
    price: priceOf(bid, corrections),
    marks: marksOf(scores.filter(({ digest }) => digest === bid.digest)),
  }));
  const prices = earlier?.benchmark.prices ?? bids.map(({ id, price }) => ({ id, price }));
  const { ceiling } = terms.price;
  const result = scoreLot(terms.method, bids, { ceiling, drawn, benchmarkOf: prices });
  const benchmark: StoredBenchmark = {
    value: result.benchmark,
    used: result.used,
    leftOut: result.leftOut,
    drawn,
    ceiling,
    prices,
  };
  const computedAt = await platformNow(tx);
  const json = { benchmark, lines: result.lines, warnings: result.warnings };
  const data = { ...(json as unknown as { benchmark: object; lines: object; warnings: object }), computedAt };
  await tx.evaluationResult.upsert({
    where: { lotId: lot.id },
    create: { lotId: lot.id, ...data },
    update: data,
  });
  await record(tx, actor, {
    action: "evaluation.compute",
    objectKind: "lot",
    objectId: lot.id,
    lotId: lot.id,
    facts: { benchmark: result.benchmark ?? "", bids: bids.length, warnings: result.warnings.length },
  });
  return { ...json, ties: earlier?.ties ?? [], computedAt };
}

type Row = { readonly criterion: string; readonly memberId: string; readonly value: string };

function marksOf(rows: readonly Row[]): Record<string, { memberId: string; value: string }[]> {
  const criteria = [...new Set(rows.map(({ criterion }) => criterion))];
  return Object.fromEntries(
    criteria.map((id) => [
      id,
      rows.filter(({ criterion }) => criterion === id).map(({ memberId, value }) => ({ memberId, value })),
    ]),
  );
}
