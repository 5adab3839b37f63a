import { criteriaOf, type MarkPhase } from "@/lib/domain/marking";
import { itemsOf } from "@/lib/domain/review-items";
import { reviewRows } from "@/lib/store/benches";
import { benchOf, partOf } from "@/lib/usecases/evaluation/bench";
import { columnsOf } from "@/lib/usecases/evaluation/columns";
import { validBids } from "@/lib/usecases/evaluation/review-steps";
import { lockMarks, saveMark } from "@/lib/usecases/evaluation/save-mark";
import { finishPreliminary, saveFindings } from "@/lib/usecases/evaluation/save-findings";
import type { SeatedHand } from "./committee-stage";

/** A finding of one member that is not a pass: who, which bid (its place in the opening record), which item, why. */
export type Failing = { readonly seats: readonly number[]; readonly bid: number; readonly item: string };

/** Every member finds everything in order but what is named, and hands in. */
export async function reviewAll(
  lotId: string,
  seats: readonly SeatedHand[],
  failing: readonly Failing[] = [],
): Promise<void> {
  for (const { hand, member } of seats) {
    const bench = await benchOf(hand.actor, lotId);
    const { bids, terms, committee } = bench;
    const { rejections } = await reviewRows(lotId, committee.members);
    const findings = validBids(bids, rejections).flatMap(({ digest, number }) =>
      itemsOf(terms, partOf(bench)).map(({ id: item }) => {
        const fails = failing.some((f) => f.bid === number && f.item === item && f.seats.includes(member.number));
        return { digest, item, pass: !fails, ...(fails ? { reason: "未提供有效证明材料", page: "12" } : {}) };
      }),
    );
    await saveFindings(hand.actor, { lotId, findings });
    await finishPreliminary(hand.actor, { lotId });
  }
}

export type MarkOf = (mark: {
  readonly seat: number;
  /** Number of the bid in the opening record. */
  readonly bid: number;
  readonly criterion: string;
  readonly max: string;
}) => string;

/** One member fills its grid of a phase through its own columns and locks it. */
export async function markAndLock(
  lotId: string,
  { hand, member }: SeatedHand,
  phase: MarkPhase,
  value: MarkOf,
): Promise<void> {
  const bench = await benchOf(hand.actor, lotId);
  const { rejections } = await reviewRows(lotId, bench.committee.members);
  for (const { key, bid } of await columnsOf(bench, rejections, phase))
    for (const { id: criterion, max } of criteriaOf(bench.terms.method, phase)) {
      const mark = value({ seat: member.number, bid: bid.number, criterion, max });
      await saveMark(hand.actor, { lotId, bid: key, criterion, value: mark, reason: "按招标文件标准评定" });
    }
  await lockMarks(hand.actor, { lotId, phase });
}

/** Both phases by all members: the last lock computes the prices. */
export async function markAll(lotId: string, seats: readonly SeatedHand[], value: MarkOf): Promise<void> {
  for (const phase of ["technical", "business"] as const)
    for (const seat of seats) await markAndLock(lotId, seat, phase, value);
}
