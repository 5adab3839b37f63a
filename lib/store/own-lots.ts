import type { Lot } from "@/prisma/generated/client";
import { type Db, db } from "./db";

export type OwnLotRow = Lot & {
  readonly tenderName: string;
  /** The bidder's own bid; null for everybody else. */
  readonly bid: { readonly id: string; readonly state: string } | null;
};

type Side = "tendereeId" | "agencyId" | "supervisorId";

/** Lots that are not finished, of a tenderee, agency or supervisor: nearest deadline first, undated last. */
export async function lotsOfHost(
  partyId: string,
  side: Side,
  take: number,
  on: Db = db(),
): Promise<readonly OwnLotRow[]> {
  const rows = await on.lot.findMany({
    where: { tender: { [side]: partyId }, archivedAt: null, failedAt: null, terminatedAt: null },
    include: { tender: { select: { name: true } } },
    orderBy: [{ deadline: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
    take,
  });
  return rows.map(({ tender, ...lot }) => ({ ...lot, tenderName: tender.name, bid: null }));
}

/** Lots for which a company has a bid on file, its own drafts included. */
export async function lotsOfBidder(partyId: string, take: number, on: Db = db()): Promise<readonly OwnLotRow[]> {
  const bids = await on.bid.findMany({ where: { partyId }, select: { id: true, lotId: true, state: true } });
  const rows = await on.lot.findMany({
    where: { id: { in: bids.map(({ lotId }) => lotId) } },
    include: { tender: { select: { name: true } } },
    orderBy: [{ deadline: { sort: "desc", nulls: "first" } }],
    take,
  });
  const byLot = new Map(bids.map(({ lotId, id, state }) => [lotId, { id, state }]));
  return rows.map(({ tender, ...lot }) => ({ ...lot, tenderName: tender.name, bid: byLot.get(lot.id) ?? null }));
}
