import { type Db, db, type Tx } from "./db";

export type SealedBidRow = {
  readonly digest: string;
  readonly bidId: string;
  readonly lotId: string;
  readonly partyId: string;
  readonly arrivalId: string;
  readonly kind: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly bytes: Uint8Array;
  readonly cms: Uint8Array;
  readonly certificate: string;
  readonly state: string;
  readonly receipt: Uint8Array;
  readonly receiptCms: Uint8Array;
  readonly blind: Uint8Array;
  readonly tst: Uint8Array | null;
  readonly eventId: string | null;
  readonly docVersion: number | null;
  readonly at: Date;
};

export function sealedBid(digest: string, on: Db = db()): Promise<SealedBidRow | null> {
  return on.sealedBid.findUnique({ where: { digest } });
}

/** Every accepted statement of a bid, oldest first. */
export function versionsOf(bidId: string, on: Db = db()): Promise<SealedBidRow[]> {
  return on.sealedBid.findMany({ where: { bidId }, orderBy: { seq: "asc" } });
}

/** The seals in force of a lot, by rising bid id: never in order of submission. */
export function sealsInForce(lotId: string, on: Db = db()): Promise<SealedBidRow[]> {
  return on.sealedBid.findMany({ where: { lotId, kind: "seal", state: "inForce" }, orderBy: { digest: "asc" } });
}

/** Keeps an accepted statement; whatever was in force for the bid is replaced, or withdrawn by a withdrawal. */
export async function saveSealedBid(tx: Tx, row: Omit<SealedBidRow, "tst" | "state">): Promise<void> {
  const withdraws = row.kind === "withdraw";
  await tx.sealedBid.updateMany({
    where: { bidId: row.bidId, state: "inForce" },
    data: { state: withdraws ? "withdrawn" : "replaced" },
  });
  const bytes = (value: Uint8Array) => Buffer.from(value);
  await tx.sealedBid.create({
    data: {
      ...row,
      bytes: bytes(row.bytes),
      cms: bytes(row.cms),
      receipt: bytes(row.receipt),
      receiptCms: bytes(row.receiptCms),
      blind: bytes(row.blind),
      // A withdrawal is never in force itself: it takes what was.
      state: withdraws ? "withdrawal" : "inForce",
    },
  });
}
