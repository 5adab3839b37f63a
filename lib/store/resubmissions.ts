import { type Db, db, type Tx } from "./db";
import { type SealedBidRow, sealedBid } from "./sealed-bids";

export type ResubmissionRow = {
  /** The bid it stands for. */
  readonly digest: string;
  readonly bidId: string;
  readonly lotId: string;
  readonly partyId: string;
  /** Its own bid id: H of `bytes`. */
  readonly sealDigest: string;
  readonly bytes: Uint8Array;
  readonly cms: Uint8Array;
  readonly certificate: string;
  readonly receipt: Uint8Array;
  readonly receiptCms: Uint8Array;
  readonly at: Date;
};

/** The container that was submitted again for this bid, if any (protocol §2.11, 6). */
export function resubmissionOf(digest: string, on: Db = db()): Promise<ResubmissionRow | null> {
  return on.resubmission.findUnique({ where: { digest } });
}

/** The same by its own bid id. */
export function resubmissionBySeal(sealDigest: string): Promise<ResubmissionRow | null> {
  return db().resubmission.findUnique({ where: { sealDigest } });
}

export function resubmissionsOf(lotId: string, on: Db = db()): Promise<ResubmissionRow[]> {
  return on.resubmission.findMany({ where: { lotId }, orderBy: { digest: "asc" } });
}

/** Keeps it, once for each bid; the release of its secrets is kept beside, in the same transaction. */
export async function saveResubmission(tx: Tx, row: ResubmissionRow): Promise<void> {
  const { bytes, cms, receipt, receiptCms } = row;
  const binary = {
    bytes: Buffer.from(bytes),
    cms: Buffer.from(cms),
    receipt: Buffer.from(receipt),
    receiptCms: Buffer.from(receiptCms),
  };
  await tx.resubmission.create({ data: { ...row, ...binary } });
}

export type SealToOpen = Pick<SealedBidRow, "digest" | "bytes" | "cms">;

/** The seal a bid is opened by: its own, or that of the container submitted again in its place. */
export async function sealToOpen(digest: string, on: Db = db()): Promise<SealToOpen | null> {
  const again = await resubmissionOf(digest, on);
  return again ? { digest: again.sealDigest, bytes: again.bytes, cms: again.cms } : sealedBid(digest, on);
}
