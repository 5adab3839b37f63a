import type { Actor, Relation } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import type { Lot, Tender } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";

export type LotWithTender = Lot & { readonly tender: Tender };

/** @throws {Refusal} NOT_ALLOWED if there is none: as for another's, so that ids cannot be probed */
export async function lotById(lotId: string, on: Db = db()): Promise<LotWithTender> {
  const lot = await on.lot.findUnique({ where: { id: lotId }, include: { tender: true } });
  if (!lot) throw new Refusal("NOT_ALLOWED", { action: "lot.find" });
  return lot;
}

/**
 * Locks a lot for the rest of the transaction and reads it *after* the lock is held.
 *
 * `share`: arrivals, many at once. `update`: whoever moves the deadline, closes, freezes, suspends. The lot before its
 * bids, everywhere: one order of locks, no deadlocks (settled 9).
 */
export async function lockLot(tx: Tx, lotId: string, mode: "share" | "update"): Promise<LotWithTender> {
  if (mode === "share") await tx.$queryRaw`SELECT id FROM lot WHERE id = ${lotId}::uuid FOR SHARE`;
  else await tx.$queryRaw`SELECT id FROM lot WHERE id = ${lotId}::uuid FOR UPDATE`;
  return lotById(lotId, tx);
}

/** How the actor stands to a lot: owner (its tenderee, agency or supervisor), party (bids in it, judges it), none. */
export async function relationToLot(actor: Actor, lot: LotWithTender, on: Db = db()): Promise<Relation> {
  if (!actor.partyId && !actor.personId) return "none";
  const { tender } = lot;
  if (actor.role === "tenderee") return tender.tendereeId === actor.partyId ? "owner" : "none";
  if (actor.role === "agency") return tender.agencyId === actor.partyId ? "owner" : "none";
  if (actor.role === "supervisor") return tender.supervisorId === actor.partyId ? "owner" : "none";
  if (actor.role === "bidder" && actor.partyId) {
    const bid = await on.bid.findUnique({
      where: { lotId_partyId: { lotId: lot.id, partyId: actor.partyId } },
      select: { digest: true },
    });
    return bid?.digest ? "party" : "none";
  }
  if (actor.role === "evaluator" && actor.personId) {
    const seat = await on.committeeMember.findFirst({
      where: { personId: actor.personId, committee: { lotId: lot.id }, state: "accepted" },
      select: { id: true },
    });
    return seat ? "party" : "none";
  }
  return "none";
}

/** A published lot by the protocol's pair of codes; null where there is none. */
export function lotByCodes(tender: string, lot: string, on: Db = db()): Promise<LotWithTender | null> {
  return on.lot.findFirst({
    where: { code: lot, tender: { code: tender }, publishedAt: { not: null } },
    include: { tender: true },
  });
}
