import { db } from "@/lib/store/db";

export type ArchiveMember = { readonly name: string; readonly len: number; readonly sha256: string };
export type ArchiveView = {
  readonly fileId: string;
  /** What everybody may download; null for a package of older days. */
  readonly publicFileId: string | null;
  readonly digest: string;
  readonly sealedAt: Date;
  readonly members: readonly ArchiveMember[];
};

/** The sealed package of a lot with its signed list; null before it is packed. */
export async function archiveOf(lotId: string): Promise<ArchiveView | null> {
  const row = await db().archivePackage.findUnique({ where: { lotId } });
  if (!row) return null;
  const index = JSON.parse(new TextDecoder().decode(row.index)) as { readonly files: readonly ArchiveMember[] };
  return {
    fileId: row.fileId,
    publicFileId: row.publicFileId,
    digest: row.digest,
    sealedAt: row.sealedAt,
    members: index.files,
  };
}
