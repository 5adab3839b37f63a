import type { BidState } from "@/lib/domain/bid";
import { Refusal } from "@/lib/domain/refusal";
import type { Prisma } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type BidRow = {
  readonly id: string;
  readonly lotId: string;
  readonly partyId: string;
  readonly state: BidState;
  readonly digest: string | null;
  readonly seq: number;
  readonly prev: string | null;
  readonly draft: Prisma.JsonValue;
  readonly selfTestedAt: Date | null;
  readonly updatedAt: Date;
};

/** @throws {Refusal} NOT_ALLOWED if there is no such bid: as for another's, so that ids cannot be probed */
export async function bidById(bidId: string, on: Db = db()): Promise<BidRow> {
  const row = await on.bid.findUnique({ where: { id: bidId } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "bid.find" });
  return row as BidRow;
}

/**
 * A bid of a lot whose contents are announced, by one question to the database: before the announcement the answer about a
 * bid takes no longer than the one about an id that is none, so that nobody learns by the clock which it is.
 *
 * @throws {Refusal} NOT_ALLOWED if there is no such bid or its lot is not announced
 */
export async function announcedBid(bidId: string): Promise<BidRow> {
  const [found] = await db().$queryRaw<{ id: string }[]>`
    SELECT b.id FROM bid b JOIN lot l ON l.id = b.lot_id
     WHERE b.id = ${bidId}::uuid AND b.digest IS NOT NULL AND l.announced_at IS NOT NULL`;
  if (!found) throw new Refusal("NOT_ALLOWED", { action: "bid.find" });
  return bidById(found.id);
}

export async function bidOf(lotId: string, partyId: string, on: Db = db()): Promise<BidRow | null> {
  return (await on.bid.findUnique({ where: { lotId_partyId: { lotId, partyId } } })) as BidRow | null;
}

/** A party's bids, newest work first; never in order of submission. */
export async function bidsOfParty(partyId: string): Promise<BidRow[]> {
  return (await db().bid.findMany({ where: { partyId }, orderBy: { updatedAt: "desc" } })) as BidRow[];
}

/** The party's bid for the lot, made as a draft if there is none yet; two tabs get the same one. */
export async function ensureBid(tx: Tx, lotId: string, partyId: string): Promise<BidRow> {
  const at = await platformNow(tx);
  await tx.bid.createMany({ data: [{ lotId, partyId, createdAt: at, updatedAt: at }], skipDuplicates: true });
  const row = await bidOf(lotId, partyId, tx);
  if (!row) throw new Error("a bid vanished after it was made");
  return row;
}

/** Locks the bid for the rest of the transaction. Lock the lot first, always (settled 9). */
export async function lockBid(tx: Tx, bidId: string): Promise<BidRow> {
  await tx.$queryRaw`SELECT id FROM bid WHERE id = ${bidId}::uuid FOR UPDATE`;
  return bidById(bidId, tx);
}

/** Locks many at once, always in the same order: two that lock some of the same wait for each other only one way. */
export async function lockBids(tx: Tx, bidIds: readonly string[]): Promise<BidRow[]> {
  await tx.$queryRaw`SELECT id FROM bid WHERE id = ANY(${[...bidIds]}::uuid[]) ORDER BY id FOR UPDATE`;
  return (await tx.bid.findMany({ where: { id: { in: [...bidIds] } } })) as BidRow[];
}

/** @throws {Refusal} STALE if somebody else saved since `seenAt` */
export async function saveDraft(tx: Tx, bidId: string, draft: Prisma.InputJsonValue, seenAt: Date): Promise<Date> {
  const at = await platformNow(tx);
  const { count } = await tx.bid.updateMany({
    where: { id: bidId, updatedAt: seenAt },
    data: { draft, updatedAt: at },
  });
  if (count === 0) throw new Refusal("STALE", {});
  return at;
}

export type BidStep = {
  readonly state: BidState;
  readonly digest: string | null;
  readonly seq: number;
  readonly prev: string;
};

/** Moves the chain of the bid on by one accepted statement. */
export async function saveBidStep(tx: Tx, bidId: string, next: BidStep): Promise<void> {
  await tx.bid.update({ where: { id: bidId }, data: { ...next, selfTestedAt: null } });
}

export async function saveBidState(tx: Tx, bidId: string, state: BidState): Promise<void> {
  await tx.bid.update({ where: { id: bidId }, data: { state } });
}

/** Gives many bids their new states, one statement for each state. */
export async function saveBidStates(tx: Tx, states: ReadonlyMap<string, BidState>): Promise<void> {
  for (const state of new Set(states.values())) {
    const ids = [...states].filter(([, one]) => one === state).map(([id]) => id);
    await tx.$executeRaw`UPDATE bid SET state = ${state} WHERE id = ANY(${ids}::uuid[])`;
  }
}

export async function saveSelfTest(tx: Tx, bidId: string): Promise<void> {
  await tx.bid.update({ where: { id: bidId }, data: { selfTestedAt: await platformNow(tx) } });
}
