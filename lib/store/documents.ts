import { Refusal } from "@/lib/domain/refusal";
import type { DocumentFile, DocumentSet, Prisma, StoredFile } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type DocumentSetRow = DocumentSet & { readonly files: readonly DocumentFile[] };
export type SetFile = { readonly fileId: string; readonly name: string; readonly role: string };

const WITH_FILES = { files: { orderBy: { position: "asc" } } } as const;

/** The issued set in force of a lot, or null before the first issue. */
export function currentSet(lotId: string, on: Db = db()): Promise<DocumentSetRow | null> {
  return on.documentSet.findFirst({
    where: { lotId, state: "issued" },
    include: WITH_FILES,
    orderBy: { version: "desc" },
  });
}

/** The set that is being made: reviewed and not yet issued. */
export function draftSet(lotId: string, on: Db = db()): Promise<DocumentSetRow | null> {
  return on.documentSet.findFirst({
    where: { lotId, state: "draft" },
    include: WITH_FILES,
    orderBy: { version: "desc" },
  });
}

/** @throws {Refusal} NOT_ALLOWED if there is no such version */
export async function setOfVersion(lotId: string, version: number, on: Db = db()): Promise<DocumentSetRow> {
  const row = await on.documentSet.findUnique({ where: { lotId_version: { lotId, version } }, include: WITH_FILES });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "document.find" });
  return row;
}

/** Every issued set of a lot, newest first: an earlier one stays readable and verifiable. */
export function issuedSets(lotId: string, on: Db = db()): Promise<DocumentSetRow[]> {
  return on.documentSet.findMany({
    where: { lotId, state: { in: ["issued", "superseded"] } },
    include: WITH_FILES,
    orderBy: { version: "desc" },
  });
}

export type NewSet = {
  readonly lotId: string;
  readonly version: number;
  readonly terms: Prisma.InputJsonValue;
  readonly changes: Prisma.InputJsonValue | null;
  readonly affects: boolean;
  readonly deadline: Date;
  readonly docs: Uint8Array;
  readonly docsHash: string;
  readonly createdById: string;
  readonly files: readonly SetFile[];
};

/** Puts a drafted set in place of any other draft of the lot. */
export async function putDraftSet(tx: Tx, set: NewSet): Promise<DocumentSetRow> {
  await dropDraftSet(tx, set.lotId);
  const { files, changes, docs, ...rest } = set;
  return tx.documentSet.create({
    data: {
      ...rest,
      docs: Buffer.from(docs),
      ...(changes === null ? {} : { changes }),
      state: "draft",
      createdAt: await platformNow(tx),
      files: { create: files.map((file, position) => ({ ...file, position })) },
    },
    include: WITH_FILES,
  });
}

export async function dropDraftSet(tx: Tx, lotId: string): Promise<void> {
  const where = { set: { lotId, state: "draft" } };
  await tx.documentFile.deleteMany({ where });
  await tx.documentSet.deleteMany({ where: { lotId, state: "draft" } });
}

/** Issues the draft: the set before becomes superseded, never changed. */
export async function issueSet(tx: Tx, set: DocumentSetRow, at: Date): Promise<void> {
  await tx.documentSet.updateMany({ where: { lotId: set.lotId, state: "issued" }, data: { state: "superseded" } });
  await tx.documentSet.update({ where: { id: set.id }, data: { state: "issued", issuedAt: at } });
}

export function storedFilesOf(set: DocumentSetRow, on: Db = db()): Promise<StoredFile[]> {
  return on.storedFile.findMany({ where: { id: { in: set.files.map((file) => file.fileId) } } });
}

/** Records that a party obtained a version: hidden from every role before the deadline (R-58, settled 5). */
export async function addDownload(
  tx: Tx,
  download: {
    readonly lotId: string;
    readonly partyId: string;
    readonly personId: string;
    readonly setVersion: number;
    readonly address: string;
  },
): Promise<void> {
  await tx.download.create({ data: { ...download, at: await platformNow(tx) } });
}

/** Whether the party has obtained the documents of a lot, in whichever version. */
export async function hasObtained(lotId: string, partyId: string, on: Db = db()): Promise<boolean> {
  return (await on.download.findFirst({ where: { lotId, partyId }, select: { id: true } })) !== null;
}

/** The newest version a party has taken; 0 if none. */
export async function versionTaken(lotId: string, partyId: string, on: Db = db()): Promise<number> {
  const { _max } = await on.download.aggregate({ where: { lotId, partyId }, _max: { setVersion: true } });
  return _max.setVersion ?? 0;
}

/** Parties that hold documents of the lot: the recipients of every amendment. Never shown before the deadline. */
export async function holdersOf(lotId: string, on: Db = db()): Promise<string[]> {
  const rows = await on.download.findMany({ where: { lotId }, distinct: ["partyId"], select: { partyId: true } });
  return rows.map((row) => row.partyId).sort();
}

export type DownloadRow = {
  readonly partyId: string;
  readonly setVersion: number;
  readonly at: Date;
  readonly address: string;
};

/** Who obtained what, for the host after the deadline. */
export function downloadsOf(lotId: string): Promise<DownloadRow[]> {
  return db().download.findMany({
    where: { lotId },
    select: { partyId: true, setVersion: true, at: true, address: true },
    orderBy: [{ partyId: "asc" }, { setVersion: "asc" }],
  });
}

export type StaleDocuments = {
  readonly lotId: string;
  readonly tenderId: string;
  readonly lotName: string;
  readonly version: number;
  readonly deadline: Date | null;
};

/** Lots still open for bids of which a party holds an older version than the one in force. */
export function staleDocumentsOf(partyId: string): Promise<StaleDocuments[]> {
  return db().$queryRaw<StaleDocuments[]>`
    SELECT l.id AS "lotId", l.tender_id AS "tenderId", l.name AS "lotName", s.version, l.deadline
      FROM (SELECT lot_id, max(set_version) AS taken FROM download WHERE party_id = ${partyId}::uuid GROUP BY lot_id) AS d
      JOIN lot l ON l.id = d.lot_id
      JOIN document_set s ON s.lot_id = l.id AND s.state = 'issued'
     WHERE s.version > d.taken AND l.deadline > platform_now() AND l.terminated_at IS NULL
     ORDER BY l.deadline LIMIT 50`;
}
