import type { Actor } from "@/lib/domain/actor";
import { MEMBER_LIFECYCLE, type MemberEvent, type MemberState } from "@/lib/domain/committee";
import { EVALUATION_LIFECYCLE } from "@/lib/domain/evaluation";
import { mustStep } from "@/lib/domain/lifecycle";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { type Committee, type CommitteeMember, changeCommittee, changeMember } from "@/lib/store/committees";
import type { Tx } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import { advanceCommittee, type LockedBench, stepCommittee } from "./step-committee";
import { fillSeats } from "./fill-seats";

export type Leaving = {
  readonly event: Exclude<MemberEvent, "accept">;
  readonly cause: string;
  readonly reason: string;
};

/** A member leaves the list: declined, recused or replaced. What it wrote counts no more. */
export async function leaveSeat(
  tx: Tx,
  actor: Actor,
  { lot, committee }: LockedBench,
  member: CommitteeMember,
  { event, cause, reason }: Leaving,
): Promise<void> {
  const reportSubmitted = lot.reportSubmittedAt !== null;
  const state = mustStep(MEMBER_LIFECYCLE, member.state as MemberState, event, { cause, reason, reportSubmitted });
  await changeMember(tx, member.id, { state, cause: cause || null, reason, answeredAt: await platformNow(tx) });
  // A mark that counts no more is not looked at again: nobody else could answer for it, and the ranking would wait.
  await tx.markRecheck.deleteMany({ where: { memberId: member.id } });
  await record(tx, actor, {
    action: `committee.${event}`,
    objectKind: "committee",
    objectId: committee.id,
    lotId: lot.id,
    // Numbers and codes alone: this entry is read by people who may not know the names.
    facts: { number: member.number, cause },
  });
}

/**
 * After somebody left: the committee is formed anew, the next reserves are asked, and it goes on as far as it can. Votes
 * for the chair are void, and so is the chair where it was the chair that left.
 */
export async function refill(tx: Tx, actor: Actor, bench: LockedBench): Promise<Committee> {
  const { lot } = bench;
  let { committee } = bench;
  // Nobody is asked to judge a lot that has ended.
  if (lot.failedAt || lot.terminatedAt) return committee;
  if ((EVALUATION_LIFECYCLE.reform.from as readonly string[]).includes(committee.state)) {
    committee = await stepCommittee(tx, actor, bench, "reform");
    await voidResult(tx, lot.id);
  }
  await tx.committeeMember.updateMany({ where: { committeeId: committee.id }, data: { voteForId: null } });
  const chair = committee.chairId
    ? await tx.committeeMember.findUnique({ where: { id: committee.chairId }, select: { state: true } })
    : null;
  if (committee.chairId && chair?.state !== "accepted")
    committee = await changeCommittee(tx, committee.id, { chairId: null });
  const left = await fillSeats(tx, actor, { lot, committee });
  if (left.length > 0) await tellHost(tx, bench, "committee.vacant");
  return advanceCommittee(tx, actor, { lot, committee });
}

/** A result made of marks that count no more, and a report on it, are void; the marks of those who stay are kept. */
async function voidResult(tx: Tx, lotId: string): Promise<void> {
  await tx.evaluationResult.deleteMany({ where: { lotId } });
  await tx.reportSignature.deleteMany({ where: { lotId } });
  await tx.evaluationReport.deleteMany({ where: { lotId } });
  // Opened prices are judged by those who sit there now.
  await tx.committee.updateMany({ where: { lotId }, data: { pricesReviewedAt: null } });
}

/** Tells tenderee and agency how their committee stands, in numbers. */
export async function tellHost(
  tx: Tx,
  { lot }: LockedBench,
  kind: "committee.vacant" | "committee.ready",
): Promise<void> {
  const { tender } = lot;
  for (const partyId of [tender.tendereeId, ...(tender.agencyId ? [tender.agencyId] : [])])
    await notify(tx, {
      to: { partyId },
      kind,
      facts: { tender: tender.name, lot: lot.name },
      lotId: lot.id,
      link: `/work/tenders/${lot.tenderId}/lots/${lot.id}/evaluation`,
    });
}
