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
  const files = await db().storedFile.findMany({ where: { sha256 }, orderBy: { createdAt: "asc" } });
  const open = files.find(({ audience }) => audience === "public");
  if (open) return described(open);
  for (const file of files) if (await isKnownReport(file.id)) return described(file);
  return null;
}

/** The signed PDF of the published notice, or of the opening record or evaluation report, with this number. */
export async function publicFileByNumber(number: string): Promise<RegisteredDocument | null> {
  const notice = await db().notice.findFirst({
    where: { publishedAt: { not: null }, content: { path: ["number"], equals: number } },
    select: { pdfFileId: true },
  });
  const fileId = notice ? notice.pdfFileId : await fileOfLotNumber(number);
  const file = fileId ? await db().storedFile.findUnique({ where: { id: fileId } }) : null;
  return file && (file.audience === "public" || (await isKnownReport(file.id))) ? described(file) : null;
}

/** Number of an opening record (KB) or an evaluation report (PB): code of the lot, kind, round. */
const LOT_NUMBER = /^(?<code>[A-Z0-9]{20,30})-(?<kind>KB|PB)(?<round>[1-9][0-9]{0,3})(?<prices>-2)?$/;

async function fileOfLotNumber(number: string): Promise<string | null> {
  const { code, kind, round, prices } = LOT_NUMBER.exec(number)?.groups ?? {};
  if (!code) return null;
  const lot = await db().lot.findFirst({ where: { code, round: Number(round) }, select: { id: true } });
  if (!lot) return null;
  if (kind === "PB") return (await db().evaluationReport.findUnique({ where: { lotId: lot.id } }))?.pdfFileId ?? null;
  const [first, last] = await openingRecordFiles(lot.id);
  return (prices ? last : first) ?? null;
}

/** Files of a lot's signed opening records, one for each session that was closed: two with two envelopes, first first. */
export async function openingRecordFiles(lotId: string): Promise<readonly string[]> {
  const records = await db().statement.findMany({
    where: { lotId, type: { in: ["opening-record-1", "opening-record"] } },
    orderBy: { at: "asc" },
    select: { subject: true },
  });
  return records.flatMap(({ subject }) => (subject ? [subject] : []));
}

/**
 * The report itself stays with tenderee and supervisor; that it is registered, with its hash, is told to whoever asks from
 * the display of its result on. Before, its existence would tell how far the committee is.
 */
async function isKnownReport(fileId: string): Promise<boolean> {
  const report = await db().evaluationReport.findFirst({
    where: { pdfFileId: fileId, submittedAt: { not: null } },
    select: { lotId: true },
  });
  if (!report) return false;
  const lot = await db().lot.findUnique({ where: { id: report.lotId } });
  return Boolean(lot?.candidatesFrom ?? lot?.failedAt);
}

type File = { id: string; name: string; sha256: string; sizeBytes: bigint; createdAt: Date };

async function described(file: File): Promise<RegisteredDocument> {
  const notice = await db().notice.findFirst({ where: { pdfFileId: file.id, publishedAt: { not: null } } });
  const statement = notice?.statementId
    ? await db().statement.findUnique({ where: { id: notice.statementId } })
    : await db().statement.findFirst({
        where: { subject: file.id, type: { in: ["opening-record-host", "opening-record-1-host"] } },
      });
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
