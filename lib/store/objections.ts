import { Refusal } from "@/lib/domain/refusal";
import type { Objection, Prisma } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";
import { holdersOf } from "./documents";

export type ObjectionRow = Objection;

/** @throws {Refusal} NOT_ALLOWED if there is none: as for one that is not shown */
export async function objectionById(id: string, on: Db = db()): Promise<ObjectionRow> {
  const row = await on.objection.findUnique({ where: { id } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "objection.find" });
  return row;
}

export function objectionsOf(lotId: string, on: Db = db()): Promise<ObjectionRow[]> {
  return on.objection.findMany({ where: { lotId }, orderBy: { at: "asc" } });
}

/** Raised by a party, or against one of these lots. */
export function objectionsFor(partyId: string, lotIds: readonly string[]): Promise<ObjectionRow[]> {
  return db().objection.findMany({
    where: { OR: [{ partyId }, { lotId: { in: [...lotIds] } }] },
    orderBy: { at: "desc" },
    take: 500,
  });
}

/** Objections that hold one of these lots still. */
export function suspendingObjections(lotIds: readonly string[]): Promise<ObjectionRow[]> {
  return db().objection.findMany({
    where: { lotId: { in: [...lotIds] }, state: "suspending" },
    orderBy: { dueLimit: "asc" },
  });
}

/** Lots of a tenderee, agency or supervisor. */
export async function lotIdsOfOwner(partyId: string): Promise<string[]> {
  const owner = { OR: [{ tendereeId: partyId }, { agencyId: partyId }, { supervisorId: partyId }] };
  const rows = await db().lot.findMany({ where: { tender: owner }, select: { id: true } });
  return rows.map(({ id }) => id);
}

export function addObjection(tx: Tx, data: Prisma.ObjectionUncheckedCreateInput): Promise<ObjectionRow> {
  return tx.objection.create({ data });
}

/** Parties that obtained the documents of a lot or prepare a bid. Secret until the announcement: see `withoutNames`. */
export async function participantsOf(lotId: string): Promise<string[]> {
  const [holders, bids] = await Promise.all([
    holdersOf(lotId),
    db().bid.findMany({ where: { lotId }, select: { partyId: true } }),
  ]);
  return [...new Set([...holders, ...bids.map(({ partyId }) => partyId)])];
}
