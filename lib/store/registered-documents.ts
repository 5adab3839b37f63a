import { db } from "./db";

/** A document of which everybody may know that and how it is registered. */
export type RegisteredDocument = {
  readonly fileId: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly sizeBytes: bigint;
  readonly registeredAt: Date;
  readonly notice: {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly type: string;
    readonly publishedAt: Date;
    readonly tenderCode: string;
  } | null;
  readonly signature: {
    readonly signer: string;
    readonly serial: string;
    readonly at: Date;
    readonly timestamped: boolean;
  } | null;
};

/** The public file with this SHA-256 (hex); null also for files that exist and are not public: both look the same. */
export async function publicFileByDigest(sha256: string): Promise<RegisteredDocument | null> {
  const file = await db().storedFile.findFirst({
    where: { sha256, audience: "public" },
    orderBy: { createdAt: "asc" },
  });
  return file ? described(file) : null;
}

/** The signed PDF of the published notice with this number. */
export async function publicFileByNumber(number: string): Promise<RegisteredDocument | null> {
  const notice = await db().notice.findFirst({
    where: { publishedAt: { not: null }, content: { path: ["number"], equals: number } },
    select: { pdfFileId: true },
  });
  if (!notice?.pdfFileId) return null;
  const file = await db().storedFile.findFirst({ where: { id: notice.pdfFileId, audience: "public" } });
  return file ? described(file) : null;
}

type File = { id: string; name: string; sha256: string; sizeBytes: bigint; createdAt: Date };

async function described(file: File): Promise<RegisteredDocument> {
  const notice = await db().notice.findFirst({ where: { pdfFileId: file.id, publishedAt: { not: null } } });
  const statement = notice?.statementId ? await db().statement.findUnique({ where: { id: notice.statementId } }) : null;
  const content = notice?.content as { readonly number?: unknown } | undefined;
  return {
    fileId: file.id,
    fileName: file.name,
    sha256: file.sha256,
    sizeBytes: file.sizeBytes,
    registeredAt: notice?.publishedAt ?? file.createdAt,
    notice: notice?.publishedAt
      ? {
          id: notice.id,
          number: typeof content?.number === "string" ? content.number : "",
          title: notice.title,
          type: notice.type,
          publishedAt: notice.publishedAt,
          tenderCode: notice.tenderCode,
        }
      : null,
    signature: statement
      ? {
          signer: statement.signerName ?? "",
          serial: statement.signerSerial ?? "",
          at: statement.at,
          timestamped: statement.tst !== null,
        }
      : null,
  };
}
