import { Refusal } from "@/lib/domain/refusal";
import type { StoredFile } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type FileRow = StoredFile;
/** Who may read a stored file; what is not listed is read by nobody. */
export type Audience = "party" | "public" | "documents" | "host" | "operator";

export type NewFile = {
  readonly sha256: string;
  readonly sizeBytes: bigint;
  readonly name: string;
  readonly media: string;
  readonly objectKey: string;
  readonly partyId: string | null;
  readonly createdById: string | null;
  readonly audience?: Audience;
  readonly lotId?: string | null;
};

/** @throws {Refusal} FILE_MISSING */
export async function fileById(fileId: string, on: Db = db()): Promise<FileRow> {
  const row = await on.storedFile.findUnique({ where: { id: fileId } });
  if (!row) throw new Refusal("FILE_MISSING", {});
  return row;
}

/** In the order asked for. @throws {Refusal} FILE_MISSING if one is not there */
export async function filesById(fileIds: readonly string[], on: Db = db()): Promise<FileRow[]> {
  const rows = await on.storedFile.findMany({ where: { id: { in: [...fileIds] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return fileIds.map((id) => {
    const row = byId.get(id);
    if (!row) throw new Refusal("FILE_MISSING", {});
    return row;
  });
}

/** Notes a file whose object is already durable. */
export async function addFile(file: NewFile, on: Db = db()): Promise<FileRow> {
  return on.storedFile.create({ data: { ...file, createdAt: await platformNow(on) } });
}

/** Opens a file to the audience of what it was attached to, in the transaction of the act. */
export async function setAudience(
  tx: Tx,
  fileIds: readonly string[],
  audience: Audience,
  lotId: string | null = null,
): Promise<void> {
  await tx.storedFile.updateMany({ where: { id: { in: [...fileIds] } }, data: { audience, lotId } });
}
