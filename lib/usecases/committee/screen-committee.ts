import { type Actor, SYSTEM } from "@/lib/domain/actor";
import type { MemberKind } from "@/lib/domain/committee";
import { platformNow } from "@/lib/store/clock";
import { type Committee, changeCommittee, everyMember, lockCommittee } from "@/lib/store/committees";
import { db, inTransaction, type Tx } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import type { DueProvider } from "@/lib/usecases/due";
import type { LockedBench } from "./step-committee";
import { keptOut } from "./avoidance";
import { isLive } from "./fill-seats";
import { leaveSeat, refill } from "./vacate-seat";

/**
 * Compares the employers of everybody on the list with the bidders, now that these are known, and replaces the hits
 * . It happens inside the system: nobody is told whom it hit, the member not even why.
 *
 * @returns how many were replaced, and the committee as it stands after
 */
export async function screen(
  tx: Tx,
  actor: Actor,
  bench: LockedBench,
): Promise<{ hits: number; committee: Committee }> {
  const { lot } = bench;
  const members = (await everyMember(bench.committee.id, tx)).filter(isLive);
  const people = members.map(({ personId, kind }) => ({
    personId,
    kind: (kind === "representative" ? "representative" : "expert") as MemberKind,
  }));
  const found = await keptOut(tx, lot, bench.committee, people);
  let committee = await changeCommittee(tx, bench.committee.id, { screenedAt: await platformNow(tx) });
  for (const member of members) {
    const cause = found.get(member.personId);
    if (!cause) continue;
    await leaveSeat(tx, actor, { lot, committee }, member, { event: "recuse", cause, reason: "—" });
    await notify(tx, { to: { personId: member.personId }, kind: "committee.released", facts: {}, lotId: lot.id });
  }
  if (found.size > 0) committee = await refill(tx, actor, { lot, committee });
  return { hits: found.size, committee };
}

/** Committees whose lot has been announced and that nobody has compared with the bidders yet. */
async function due(): Promise<readonly string[]> {
  const rows = await db().$queryRaw<{ lotId: string }[]>`
    SELECT c.lot_id AS "lotId" FROM committee c JOIN lot l ON l.id = c.lot_id
     WHERE c.screened_at IS NULL AND l.announced_at IS NOT NULL AND l.failed_at IS NULL AND l.terminated_at IS NULL
     ORDER BY l.announced_at LIMIT 100`;
  return rows.map(({ lotId }) => lotId);
}

/** Runs the comparison of one lot, once. */
export async function screenCommittee(lotId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const bench = await lockCommittee(tx, lotId);
    if (!bench || bench.committee.screenedAt || !bench.lot.announcedAt) return;
    await screen(tx, SYSTEM, bench);
  });
}

export const dueScreenings: DueProvider = { name: "committee.screen", due, run: screenCommittee };
