import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type UploadRow = {
  readonly id: string;
  readonly bidId: string;
  readonly lotId: string;
  readonly partyId: string;
  readonly container: string;
  readonly headerHash: string;
  readonly header: Uint8Array;
};

export type PartRow = {
  readonly segment: number;
  readonly part: number;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly root: Uint8Array;
  readonly chunks: number;
  readonly objectKey: string;
};

/**
 * Opens the upload of one container, or gives the one that is open: repeating it, on another machine too, resumes.
 *
 * @throws {Refusal} SEAL_REJECTED if the container id is taken by other bytes or another bid
 */
export async function openUpload(tx: Tx, upload: Omit<UploadRow, "id">): Promise<UploadRow> {
  await tx.upload.createMany({
    data: [{ ...upload, header: Buffer.from(upload.header), createdAt: await platformNow(tx) }],
    skipDuplicates: true,
  });
  const row = await uploadOfContainer(upload.container, tx);
  if (!row || row.bidId !== upload.bidId || row.headerHash !== upload.headerHash)
    throw new Refusal("SEAL_REJECTED", { reason: "container-taken" });
  return row;
}

/** @throws {Refusal} NOT_ALLOWED where there is none: as for another's */
export async function uploadById(uploadId: string): Promise<UploadRow> {
  const row = await db().upload.findUnique({ where: { id: uploadId } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "upload.find" });
  return row;
}

export function uploadOfContainer(container: string, on: Db = db()): Promise<UploadRow | null> {
  return on.upload.findUnique({ where: { container } });
}

export function partOf(uploadId: string, segment: number, part: number, on: Db = db()): Promise<PartRow | null> {
  return on.uploadPart.findUnique({ where: { uploadId_segment_part: { uploadId, segment, part } } });
}

/** The parts stored so far, in order. */
export function partsOf(uploadId: string): Promise<PartRow[]> {
  return db().uploadPart.findMany({ where: { uploadId }, orderBy: [{ segment: "asc" }, { part: "asc" }] });
}

/**
 * Notes a part whose object is already durable: a crash before this leaves an orphan object, never a row without bytes.
 * Of two requests with the same part the first row stands; the caller compares hashes.
 */
export async function savePart(tx: Tx, uploadId: string, part: PartRow): Promise<PartRow> {
  await tx.uploadPart.createMany({
    data: [{ ...part, root: Buffer.from(part.root), uploadId, at: await platformNow(tx) }],
    skipDuplicates: true,
  });
  const row = await partOf(uploadId, part.segment, part.part, tx);
  if (!row) throw new Error("a part vanished after it was saved");
  return row;
}

/** Lets only one transaction at a time add to the uploads of a bid; submission and closing do not wait for it. */
export async function holdUploadsOf(tx: Tx, bidId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`uploads ${bidId}`}, 0))`;
}

/** What all containers of a bid keep, headers and parts, in bytes. */
export async function uploadedBytes(bidId: string, on: Db = db()): Promise<number> {
  const [row] = await on.$queryRaw<{ bytes: bigint }[]>`
    SELECT (COALESCE((SELECT sum(octet_length(u.header)) FROM upload u WHERE u.bid_id = ${bidId}::uuid), 0)
          + COALESCE((SELECT sum(p.size_bytes) FROM upload u JOIN upload_part p ON p.upload_id = u.id
                       WHERE u.bid_id = ${bidId}::uuid), 0))::bigint AS bytes`;
  return Number(row?.bytes ?? 0n);
}
