import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { type CommitteeMember, type LockedCommittee, lockCommittee, seatOf } from "@/lib/store/committees";
import type { Tx } from "@/lib/store/db";
import { relationToLot } from "@/lib/store/lots";
import { mustBeAtVenue } from "./venue";

export type OwnBench = LockedCommittee & { readonly member: CommitteeMember };

/**
 * The actor's seat in an evaluation, with lot and committee locked: for everything a member does in the room.
 *
 * @throws {Refusal} NOT_ALLOWED for everybody else, OUTSIDE_VENUE, SUSPENDED while the lot is
 */
export async function ownBench(tx: Tx, actor: Actor, lotId: string): Promise<OwnBench> {
  const bench = await lockCommittee(tx, lotId);
  const member = bench && actor.personId ? await seatOf(lotId, actor.personId, tx) : null;
  authorise(actor, "evaluation.take", bench ? await relationToLot(actor, bench.lot, tx) : "none");
  if (!bench || !member) throw new Refusal("NOT_ALLOWED", { action: "evaluation.take" });
  mustBeAtVenue(actor, bench.committee);
  if (bench.lot.suspendedAt) throw new Refusal("SUSPENDED", {}, ["R-128"]);
  return { ...bench, member };
}
