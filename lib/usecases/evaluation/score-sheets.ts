import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { saidHash } from "@/lib/crypto/correction-answer";
import { parseScoreSheets } from "@/lib/crypto/score-sheets";
import { criteriaOf } from "@/lib/domain/marking";
import { normalFault, type PriceFault } from "@/lib/domain/price-correction";
import { finalRanks } from "@/lib/domain/scoring-ties";
import { yuan } from "@/lib/kernel/money";
import { reviewRows, scoresOf } from "@/lib/store/benches";
import { type Db, db } from "@/lib/store/db";
import { priceCorrections } from "@/lib/store/price-corrections";
import type { Bench } from "./bench";
import { resultOf } from "./compute-result";

/** Corrections in force with the hash of the answer that accepted each: the log proves when it came. */
async function acceptedCorrections(lotId: string, on: Db) {
  const rows = (await priceCorrections(lotId, on)).filter(({ accepted }) => accepted === true);
  const asked = await on.bidClarification.findMany({ where: { id: { in: rows.map((one) => one.clarificationId) } } });
  const signed = await on.statement.findMany({
    where: { id: { in: asked.flatMap(({ statementId }) => (statementId ? [statementId] : [])) } },
    select: { id: true, sha256: true },
  });
  return rows.map(({ clarificationId, digest, deltaFen, fault }) => {
    const question = asked.find(({ id }) => id === clarificationId);
    const statement = signed.find(({ id }) => id === question?.statementId);
    if (!statement || !question?.answer)
      throw new Error(`correction ${clarificationId} was accepted without a signed answer`);
    return {
      ...{ answer: statement.sha256, asked: clarificationId, bid: digest, delta: yuan(deltaFen) },
      ...{ fault: normalFault(fault as PriceFault), said: saidHash(question.answer) },
    };
  });
}

/**
 * Everything the marks and the ranking were made of, so that anybody with the archive can compute them again (protocol
 * §8, 11): method, every member's sheet, prices, what was drawn, the result. Members stand by their number at the table.
 * Canonical bytes; null where nothing was marked because all bids were rejected.
 *
 * @param report SHA-256 of the report's PDF, under the members' signatures
 */
export async function scoreSheets(
  bench: Bench,
  report: string,
  candidates: number,
  on: Db = db(),
): Promise<Uint8Array | null> {
  const { lot, committee, terms } = bench;
  const result = await resultOf(lot.id, on);
  if (!result) return null;
  const { members } = committee;
  const { rejections } = await reviewRows(lot.id, members, on);
  const ids = members.map(({ id }) => id);
  const scores = await scoresOf(ids, on);
  const { method } = terms;
  const ranked = finalRanks(result.lines, result.ties);
  const marked = new Set([...criteriaOf(method, "technical"), ...criteriaOf(method, "business")].map(({ id }) => id));
  // A bid rejected after it was marked has marks that count for nothing.
  const own = scores.filter(({ digest, criterion }) => marked.has(criterion) && ranked.some(({ id }) => id === digest));
  const corrections = (await acceptedCorrections(lot.id, on)).filter(({ bid }) => ranked.some(({ id }) => id === bid));
  const bytes = canonicalBytes({
    candidates: ranked.slice(0, Math.min(3, candidates)).map(({ id }) => id),
    fmt: "SBC/1",
    method: {
      aggregation: method.aggregation,
      ceiling: terms.price.ceiling,
      criteria: method.criteria.map(({ group, id, kind, max, name, parent, step }) => ({
        group,
        id,
        kind,
        max,
        name: name.normalize("NFC"),
        parent,
        step,
      })),
      kind: method.kind,
      places: method.places,
      price: method.price && { ...method.price },
    },
    report,
    result: {
      benchmark: result.benchmark.value,
      ...(corrections.length > 0 ? { corrections } : {}),
      drawn: { ...result.benchmark.drawn },
      lines: ranked.map(({ id, criteria, deviation, groups, price, rank, total }) => ({
        bid: id,
        criteria,
        deviation,
        groups,
        price,
        rank,
        total,
      })),
      prices: result.benchmark.prices.map(({ id, price }) => ({ bid: id, price })),
      rejected: rejections.map(({ digest }) => digest).sort(),
      ties: result.ties.map(({ digests, reason }) => ({ bids: digests, reason: reason.normalize("NFC") })),
    },
    sheets: members.map(({ id, number }) => ({
      marks: own
        .filter(({ memberId }) => memberId === id)
        .map(({ digest, criterion, value }) => ({ bid: digest, criterion, value }))
        .sort((a, b) => (`${a.bid} ${a.criterion}` < `${b.bid} ${b.criterion}` ? -1 : 1)),
      member: number,
    })),
    tender: { id: lot.tender.code, lot: lot.code },
    type: "score-sheets",
  } as unknown as Json);
  parseScoreSheets(bytes);
  return bytes;
}
