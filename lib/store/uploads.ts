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
  /** It looked encrypted when it came. */
  readonly encrypted: boolean;
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

/** An upload, what stands at one place of it, and what its bid keeps so far, in one question. */
export type PartPlace = { readonly upload: UploadRow; readonly stored: PartRow | null; readonly keptBytes: number };

/** @returns null where there is no such upload */
export async function placeOfPart(uploadId: string, segment: number, part: number): Promise<PartPlace | null> {
  const [row] = await db().$queryRaw<(UploadRow & Omit<PartRow, "segment" | "part"> & { keptBytes: bigint })[]>`
    SELECT u.id, u.bid_id AS "bidId", u.lot_id AS "lotId", u.party_id AS "partyId", u.container,
           u.header_hash AS "headerHash", u.header, p.size_bytes AS "sizeBytes", p.sha256, p.root, p.chunks,
           p.object_key AS "objectKey", p.encrypted,
           kept_octets(u.bid_id) AS "keptBytes"
      FROM upload u
      LEFT JOIN upload_part p ON p.upload_id = u.id AND p.segment = ${segment}::int AND p.part = ${part}::int
     WHERE u.id = ${uploadId}::uuid`;
  if (!row) return null;
  const { sizeBytes, sha256, root, chunks, objectKey, encrypted, keptBytes, ...upload } = row;
  const stored = objectKey === null ? null : { segment, part, sizeBytes, sha256, root, chunks, objectKey, encrypted };
  return { upload, stored, keptBytes: Number(keptBytes) };
}

export function uploadOfContainer(container: string, on: Db = db()): Promise<UploadRow | null> {
  return on.upload.findUnique({ where: { container } });
}

export type WholeUpload = UploadRow & { readonly parts: readonly PartRow[] };

/** The uploads of these containers with their parts in order, by container; what was never begun is not in it. */
export async function uploadsOf(containers: readonly string[]): Promise<ReadonlyMap<string, WholeUpload>> {
  const rows = await db().upload.findMany({
    where: { container: { in: [...containers] } },
    include: { parts: { orderBy: [{ segment: "asc" }, { part: "asc" }] } },
  });
  return new Map(rows.map((row) => [row.container, row]));
}

function partOf(uploadId: string, segment: number, part: number): Promise<PartRow | null> {
  return db().uploadPart.findUnique({ where: { uploadId_segment_part: { uploadId, segment, part } } });
}

/** The parts stored so far, in order. */
export function partsOf(uploadId: string): Promise<PartRow[]> {
  return db().uploadPart.findMany({ where: { uploadId }, orderBy: [{ segment: "asc" }, { part: "asc" }] });
}

/**
 * Notes a part whose object is already durable, if all containers of its bid then keep no more than `limitBytes`: a crash
 * before this leaves an orphan object, never a row without bytes. Of two requests with the same part the first row stands;
 * the caller compares hashes. One question and a transaction of its own: this is the path of every octet.
 *
 * @returns the row that stands; null where there is no room
 */
export async function notePart({ id, bidId }: UploadRow, part: PartRow, limitBytes: number): Promise<PartRow | null> {
  const { segment, sizeBytes, sha256, root, chunks, objectKey, encrypted } = part;
  const [row] = await db().$queryRaw<{ noted: boolean }[]>`
    SELECT note_part(${bidId}::uuid, ${limitBytes}::bigint, ${id}::uuid, ${segment}::int, ${part.part}::int,
                     ${sizeBytes}::int, ${sha256}, ${Buffer.from(root)}, ${chunks}::int, ${objectKey}, ${encrypted}) AS noted`;
  return row?.noted ? part : partOf(id, segment, part.part);
}

/** Lets only one transaction at a time add to the uploads of a bid; submission and closing do not wait for it. */
export async function holdUploadsOf(tx: Tx, bidId: string): Promise<void> {
  await tx.$executeRaw`SELECT hold_uploads(${bidId}::uuid)`;
}

/** What all containers of a bid keep, headers and parts, in bytes. */
export async function uploadedBytes(bidId: string, on: Db = db()): Promise<number> {
  const [row] = await on.$queryRaw<{ bytes: bigint }[]>`SELECT kept_octets(${bidId}::uuid) AS bytes`;
  return Number(row?.bytes ?? 0n);
}
