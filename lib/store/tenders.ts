import type { Actor, Relation } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import type { Lot, Prisma, Project, Tender } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type LotRow = Lot;
export type TenderRow = Tender & { readonly project: Project };
export type TenderWithLots = TenderRow & { readonly lots: readonly Lot[] };
export type NewTender = Omit<Prisma.TenderUncheckedCreateInput, "id" | "createdAt" | "lots" | "notices">;
export type NewLot = Omit<Prisma.LotUncheckedCreateInput, "id" | "createdAt" | "documents" | "notices">;

/** @throws {Refusal} NOT_ALLOWED if there is none: as for another's */
export async function tenderById(tenderId: string, on: Db = db()): Promise<TenderWithLots> {
  const row = await on.tender.findUnique({
    where: { id: tenderId },
    include: { project: true, lots: { orderBy: { code: "asc" } } },
  });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "tender.find" });
  return row;
}

/** The public face is found by code, never by id. @throws {Refusal} NOT_ALLOWED */
export async function tenderByCode(code: string): Promise<TenderWithLots> {
  const row = await db().tender.findUnique({
    where: { code },
    include: { project: true, lots: { orderBy: { code: "asc" } } },
  });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "tender.find" });
  return row;
}

/** Locks the tender row, before any of its lots. */
export async function lockTender(tx: Tx, tenderId: string): Promise<TenderWithLots> {
  await tx.$queryRaw`SELECT id FROM tender WHERE id = ${tenderId}::uuid FOR UPDATE`;
  return tenderById(tenderId, tx);
}

export async function addTender(tx: Tx, tender: NewTender): Promise<Tender> {
  return tx.tender.create({ data: { ...tender, createdAt: await platformNow(tx) } });
}

export async function addLot(tx: Tx, lot: NewLot): Promise<Lot> {
  return tx.lot.create({ data: { ...lot, createdAt: await platformNow(tx) } });
}

export async function saveTender(tx: Tx, tenderId: string, data: Prisma.TenderUncheckedUpdateInput): Promise<void> {
  await tx.tender.update({ where: { id: tenderId }, data });
}

export async function saveLot(tx: Tx, lotId: string, data: Prisma.LotUncheckedUpdateInput): Promise<void> {
  await tx.lot.update({ where: { id: lotId }, data });
}

/** How the actor stands to a tender: owner for its tenderee, agency and supervisor. */
export function relationToTender(actor: Actor, tender: Tender): Relation {
  if (!actor.partyId) return "none";
  if (actor.role === "tenderee") return tender.tendereeId === actor.partyId ? "owner" : "none";
  if (actor.role === "agency") return tender.agencyId === actor.partyId ? "owner" : "none";
  if (actor.role === "supervisor") return tender.supervisorId === actor.partyId ? "owner" : "none";
  return "none";
}

/** Tenders a host or supervisor has to do with, newest first, with their lots. */
export function tendersOf(role: "tenderee" | "agency" | "supervisor", partyId: string): Promise<TenderWithLots[]> {
  const where =
    role === "tenderee"
      ? { tendereeId: partyId }
      : role === "agency"
        ? { agencyId: partyId }
        : { supervisorId: partyId };
  return db().tender.findMany({
    where,
    include: { project: true, lots: { orderBy: { code: "asc" } } },
    orderBy: { createdAt: "desc" },
    take: 200,
  });
}

export type PartyCard = {
  readonly id: string;
  readonly name: string;
  readonly uscc: string;
  readonly address: string;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly roles: readonly string[];
  readonly state: string;
};

const CARD = {
  id: true,
  name: true,
  uscc: true,
  address: true,
  contactName: true,
  contactPhone: true,
  roles: true,
  state: true,
} as const;

/** What notices and pages say of organisations, by id. */
export async function partyCards(
  ids: readonly (string | null)[],
  on: Db = db(),
): Promise<ReadonlyMap<string, PartyCard>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  const rows = await on.party.findMany({ where: { id: { in: wanted } }, select: CARD });
  return new Map(rows.map((row) => [row.id, row]));
}

/** @throws {Refusal} NOT_ALLOWED if there is none */
export async function partyCard(id: string, on: Db = db()): Promise<PartyCard> {
  const row = await on.party.findUnique({ where: { id }, select: CARD });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "party.find" });
  return row;
}

export function partyByUscc(uscc: string, on: Db = db()): Promise<PartyCard | null> {
  return on.party.findUnique({ where: { uscc }, select: CARD });
}

/** Verified parties that may act in a role: for the choice of agency or supervisor. */
export function partiesInRole(role: string): Promise<PartyCard[]> {
  return db().party.findMany({
    where: { roles: { has: role }, state: "verified" },
    select: CARD,
    orderBy: { name: "asc" },
    take: 500,
  });
}

/** Keeps the commitment to a reference price; price and blind come only when it is revealed. */
export async function putReferencePrice(
  tx: Tx,
  price: { readonly lotId: string; readonly commitment: string; readonly byId: string; readonly at: Date },
): Promise<void> {
  await tx.referencePrice.create({ data: price });
}

export function referencePriceOf(lotId: string, on: Db = db()) {
  return on.referencePrice.findUnique({ where: { lotId } });
}

export async function revealReferencePrice(tx: Tx, lotId: string, priceFen: bigint, blind: string): Promise<void> {
  await tx.referencePrice.update({ where: { lotId }, data: { priceFen, blind, revealedAt: await platformNow(tx) } });
}
