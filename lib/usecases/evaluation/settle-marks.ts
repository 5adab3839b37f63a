import type { Actor } from "@/lib/domain/actor";
import { twoEnvelopes } from "@/lib/domain/envelopes";
import { criteriaOf } from "@/lib/domain/marking";
import { benchOfLot } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { advance } from "./review-steps";
import type { Table } from "./bench";
import { computeResult } from "./compute-result";

/**
 * Goes on as far as the locked marks allow: from the technical marks to the business marks when all members have locked the
 * former, to the prices when all have locked the latter. A part without criteria counts as locked. Prices are computed in
 * the transaction of the last lock, so that nobody marks beside a known price score. With two envelopes the last
 * lock leads to the sealed prices instead, and these are computed when their review is closed.
 */
export async function settleMarks<T extends Table>(tx: Tx, actor: Actor, bench: T): Promise<T> {
  let now = await fresh(tx, bench);
  const { method } = bench.terms;
  if (now.committee.state === "detailed") {
    const none = criteriaOf(method, "technical").length === 0;
    if (!none && now.committee.members.some(({ technicalAt }) => technicalAt === null)) return now;
    now = await advance(tx, now, "score");
  }
  if (now.committee.state === "scoring") now = await settleBusiness(tx, now);
  if (now.committee.state === "sealed" && now.lot.pricesEndedAt) now = await advance(tx, now, "openPrices");
  const [{ state, members, pricesReviewedAt }, two] = [now.committee, twoEnvelopes(now.terms)];
  if (members.some(({ scoredAt }) => scoredAt === null)) return now;
  if (!(two ? state === "priceReview" && pricesReviewedAt : state === "scoring")) return now;
  const priced = await advance(tx, now, "price");
  await computeResult(tx, actor, priced);
  return priced;
}

/** Business marks: none asked for counts as locked; with two envelopes the work rests from here until prices are open. */
async function settleBusiness<T extends Table>(tx: Tx, bench: T): Promise<T> {
  let now = bench;
  if (criteriaOf(now.terms.method, "business").length === 0) {
    const scoredAt = await platformNow(tx);
    const ids = now.committee.members.map(({ id }) => id);
    await tx.committeeMember.updateMany({ where: { id: { in: ids }, scoredAt: null }, data: { scoredAt } });
    now = await fresh(tx, now);
  }
  const whole = now.committee.members.every(({ scoredAt }) => scoredAt !== null);
  return whole && twoEnvelopes(now.terms) ? advance(tx, now, "hold") : now;
}

async function fresh<T extends Table>(tx: Tx, bench: T): Promise<T> {
  const committee = await benchOfLot(bench.lot.id, tx);
  return committee ? { ...bench, committee } : bench;
}
