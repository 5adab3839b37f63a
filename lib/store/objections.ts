import { Refusal } from "@/lib/domain/refusal";
import type { Objection, Prisma } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";

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

export function objectionsOfParty(partyId: string): Promise<ObjectionRow[]> {
  return db().objection.findMany({ where: { partyId }, orderBy: { at: "desc" } });
}

export function addObjection(tx: Tx, data: Prisma.ObjectionUncheckedCreateInput): Promise<ObjectionRow> {
  return tx.objection.create({ data });
}
