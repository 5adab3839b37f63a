import type { AuditEntry, Lot, SupervisionOrder, Tender } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type WatchedLot = Lot & { readonly tender: Tender };

/** Every published lot under a supervisor, those with the next instant first. */
export function lotsUnder(supervisorId: string, on: Db = db()): Promise<WatchedLot[]> {
  return on.lot.findMany({
    where: { tender: { supervisorId }, publishedAt: { not: null } },
    include: { tender: true },
    orderBy: [{ deadline: "desc" }, { code: "asc" }],
    take: 2_000,
  });
}

export type OrderRow = SupervisionOrder;
export type NewOrder = Omit<SupervisionOrder, "id" | "number" | "at">;

/** Orders over a lot, latest first. */
export function ordersOf(lotId: string, on: Db = db()): Promise<OrderRow[]> {
  return on.supervisionOrder.findMany({ where: { lotId }, orderBy: { at: "desc" } });
}

/** Keeps an order under the lot's lock; its number counts the lot's orders. */
export async function addOrder(tx: Tx, order: NewOrder, lotCode: string): Promise<OrderRow> {
  const serial = (await tx.supervisionOrder.count({ where: { lotId: order.lotId } })) + 1;
  const number = `${lotCode}-JD${String(serial).padStart(2, "0")}`;
  return tx.supervisionOrder.create({ data: { ...order, number, at: await platformNow(tx) } });
}

/** Orders whose suspension still holds. */
export async function holdingOrders(lotId: string, on: Db = db()): Promise<string[]> {
  const rows = await on.suspension.findMany({ where: { lotId, cause: "order", to: null }, select: { refId: true } });
  return rows.flatMap(({ refId }) => refId ?? []);
}

export type LotAuditFilter = {
  readonly lotId: string;
  /** Entries of the bidders' side are shown too. */
  readonly bidderSide: boolean;
};

/** One page of a lot's record, oldest first, and how many there are *of those that are shown*: gaps would count bids. */
export async function lotAudit(filter: LotAuditFilter, page: { readonly skip: number; readonly take: number }) {
  const where = { lotId: filter.lotId, ...(filter.bidderSide ? {} : { bidderSide: false }) };
  const [rows, total] = await Promise.all([
    db().auditEntry.findMany({ where, orderBy: [{ at: "asc" }, { id: "asc" }], ...page }),
    db().auditEntry.count({ where }),
  ]);
  return { rows: await withNames(rows), total };
}

/** Published lots of the whole platform, the newest first: what an auditor chooses from. */
export function publishedLots(on: Db = db()): Promise<WatchedLot[]> {
  return on.lot.findMany({
    where: { publishedAt: { not: null } },
    include: { tender: true },
    orderBy: [{ publishedAt: "desc" }, { code: "asc" }],
    take: 500,
  });
}

/** Who looked into records and lots, and why; the newest first. */
export async function looksOf(): Promise<NamedEntry[]> {
  const where = { action: { in: ["supervision.look", "audit.view"] } };
  return withNames(await db().auditEntry.findMany({ where, orderBy: [{ at: "desc" }, { id: "asc" }], take: 200 }));
}

export type NamedEntry = AuditEntry & {
  readonly actorName: string | null;
  readonly partyName: string | null;
  readonly linkHash: string | null;
};

async function withNames(rows: readonly AuditEntry[]): Promise<NamedEntry[]> {
  const ids = <K extends "actorId" | "partyId">(key: K) => [...new Set(rows.flatMap((row) => row[key] ?? []))];
  const [people, parties, links] = await Promise.all([
    db().person.findMany({ where: { id: { in: ids("actorId") } }, select: { id: true, name: true } }),
    db().party.findMany({ where: { id: { in: ids("partyId") } }, select: { id: true, name: true } }),
    db().auditLink.findMany({
      where: { entryId: { in: rows.map(({ id }) => id) } },
      select: { entryId: true, hash: true },
    }),
  ]);
  const name = (list: readonly { id: string; name: string }[], id: string | null) =>
    list.find((one) => one.id === id)?.name ?? null;
  return rows.map((row) => ({
    ...row,
    actorName: name(people, row.actorId),
    partyName: name(parties, row.partyId),
    linkHash: links.find(({ entryId }) => entryId === row.id)?.hash ?? null,
  }));
}
