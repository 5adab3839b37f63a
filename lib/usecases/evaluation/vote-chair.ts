import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { electedChair } from "@/lib/domain/committee";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { type CommitteeMember, changeCommittee, changeMember, seatedMembers } from "@/lib/store/committees";
import { inTransaction, type Tx } from "@/lib/store/db";
import { advanceCommittee } from "@/lib/usecases/committee/step-committee";
import { type OwnBench, ownBench } from "./own-bench";

export const voteChairInput = z.strictObject({
  lotId: z.uuid(),
  /** Member voted for; oneself is allowed. */
  memberId: z.uuid(),
  /** The ballot the page showed: a vote never falls into a later one. */
  ballot: z.coerce.number().int().min(1),
});

/**
 * One vote for the chair. When all have voted, the most votes elect, and the review begins; two level begin a new ballot.
 * Who voted how is shown to nobody and stands in no entry.
 */
export async function voteChair(
  actor: Actor,
  input: z.output<typeof voteChairInput>,
): Promise<{ readonly result: "waiting" | "elected" | "again" }> {
  return inTransaction(async (tx) => {
    const bench = await ownBench(tx, actor, input.lotId);
    const { committee, member } = bench;
    if (committee.state !== "chair")
      throw new Refusal("STATE_FORBIDS", { state: committee.state, event: "vote" }, ["R-107"]);
    if (committee.ballot !== input.ballot) throw new Refusal("STALE", {});
    if (member.voteForId === input.memberId) return { result: "waiting" };
    if (member.voteForId) throw new Refusal("STATE_FORBIDS", { state: "voted", event: "vote" });
    const seated = await seatedMembers(committee.id, tx);
    if (!seated.some(({ id }) => id === input.memberId)) throw new Refusal("STALE", {});
    await changeMember(tx, member.id, { voteForId: input.memberId });
    await record(tx, actor, {
      action: "evaluation.vote",
      objectKind: "committee",
      objectId: committee.id,
      lotId: bench.lot.id,
      facts: { ballot: committee.ballot, number: member.number },
    });
    return { result: await count(tx, actor, bench, seated, input.memberId) };
  });
}

async function count(
  tx: Tx,
  actor: Actor,
  { lot, committee, member }: OwnBench,
  seated: readonly CommitteeMember[],
  own: string,
): Promise<"waiting" | "elected" | "again"> {
  const votes = seated.map(({ id, voteForId }) => ({ memberId: id, voteForId: id === member.id ? own : voteForId }));
  if (votes.some(({ voteForId }) => voteForId === null)) return "waiting";
  const chairId = electedChair(votes);
  if (chairId) {
    const elected = await changeCommittee(tx, committee.id, { chairId });
    await advanceCommittee(tx, actor, { lot, committee: elected });
    return "elected";
  }
  await tx.committeeMember.updateMany({ where: { committeeId: committee.id }, data: { voteForId: null } });
  await changeCommittee(tx, committee.id, { ballot: committee.ballot + 1 });
  await record(tx, actor, {
    action: "evaluation.tie",
    objectKind: "committee",
    objectId: committee.id,
    lotId: lot.id,
    facts: { ballot: committee.ballot },
  });
  return "again";
}
