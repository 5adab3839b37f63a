import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { type CommitteeMember, type LockedCommittee, lockCommittee, seatOf } from "@/lib/store/committees";
import type { Tx } from "@/lib/store/db";

export type OwnSeat = LockedCommittee & { readonly member: CommitteeMember };

/**
 * The actor's own seat in a lot's committee, with lot and committee locked. Whoever has none learns nothing, not even
 * whether there is a committee.
 *
 * @throws {Refusal} NOT_ALLOWED
 */
export async function ownSeat(tx: Tx, actor: Actor, lotId: string): Promise<OwnSeat> {
  const bench = actor.personId ? await lockCommittee(tx, lotId) : null;
  const member = bench && actor.personId ? await seatOf(lotId, actor.personId, tx) : null;
  if (!bench || !member) throw new Refusal("NOT_ALLOWED", { action: "committee.answer" });
  return { ...bench, member };
}
