import type { Actor } from "@/lib/domain/actor";
import { criteriaOf } from "@/lib/domain/marking";
import { benchOfLot } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { advance } from "./review-steps";
import type { Bench } from "./bench";
import { computeResult } from "./compute-result";

/**
 * Goes on as far as the locked marks allow: from the technical marks to the business marks when all members have locked the
 * former, to the prices when all have locked the latter. A part without criteria counts as locked. Prices are computed in
 * the transaction of the last lock, so that nobody marks beside a known price score.
 */
export async function settleMarks(tx: Tx, actor: Actor, bench: Bench): Promise<Bench> {
  let now = await fresh(tx, bench);
  const { method } = bench.terms;
  if (now.committee.state === "detailed") {
    const none = criteriaOf(method, "technical").length === 0;
    if (!none && now.committee.members.some(({ technicalAt }) => technicalAt === null)) return now;
    now = await advance(tx, now, "score");
  }
  if (now.committee.state !== "scoring") return now;
  if (criteriaOf(method, "business").length === 0) {
    const scoredAt = await platformNow(tx);
    const ids = now.committee.members.map(({ id }) => id);
    await tx.committeeMember.updateMany({ where: { id: { in: ids }, scoredAt: null }, data: { scoredAt } });
    now = await fresh(tx, now);
  }
  if (now.committee.members.some(({ scoredAt }) => scoredAt === null)) return now;
  const priced = await advance(tx, now, "price");
  await computeResult(tx, actor, priced);
  return priced;
}

async function fresh(tx: Tx, bench: Bench): Promise<Bench> {
  const committee = await benchOfLot(bench.lot.id, tx);
  return committee ? { ...bench, committee } : bench;
}
