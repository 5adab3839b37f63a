import { strToU8, zipSync } from "fflate";
import { toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, instant } from "@/lib/crypto/canonical";
import { sha256Hex } from "@/lib/crypto/bytes";
import type { Json } from "@/lib/crypto/canonical";
import { compareUtf8 } from "@/lib/crypto/policy";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { addFile } from "@/lib/store/files";
import { proofOfEvent } from "@/lib/store/log";
import { eventsOfLot } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { currentPolicy, tenderRecords } from "@/lib/store/policies";
import type { Deps } from "@/lib/usecases/deps";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { z } from "zod";

export const packArchiveInput = z.strictObject({ lotId: z.uuid() });

type Members = Record<string, Uint8Array>;

/**
 * Packs a closed lot: every signed statement with its signature and token, notices and documents, receipts and
 * seals, shares, log proofs, and an index with the hash of every member, signed by the platform. It verifies offline.
 */
export async function packArchive(
  actor: Actor,
  input: z.infer<typeof packArchiveInput>,
  deps: Deps,
): Promise<{ readonly fileId: string }> {
  const lot = await lotById(input.lotId);
  if (actor.role !== "system") authorise(actor, "archive.seal", await relationToLot(actor, lot));
  if (!lot.contractSignedAt && !lot.failedAt && !lot.terminatedAt)
    throw new Refusal("STATE_FORBIDS", { state: "open", event: "archive" }, ["R-147"]);
  const members: Members = {
    ...(await papers(lot)),
    ...(await files(lot, deps)),
    ...(await bids(lot)),
    ...(await logged(lot)),
  };
  const at = await platformNow();
  const names = Object.keys(members).sort(compareUtf8);
  const listed = await Promise.all(
    names.map(async (name) => ({ len: members[name]!.length, name, sha256: await sha256Hex(members[name]!) })),
  );
  const index = canonicalBytes({
    at: instant(at),
    files: listed,
    fmt: "SBC/1",
    kind: "full",
    tender: { id: lot.tender.code, lot: lot.code },
    type: "archive-index",
  } as Json);
  const cms = await deps.platform.signStatement(index);
  const zip = zipSync(
    { ...members, "index.json": index, "index.p7s": cms },
    { level: 6, mtime: "1980-01-01T00:00:00" },
  );
  const sha256 = await sha256Hex(zip);
  const objectKey = `archives/${crypto.randomUUID()}`;
  await deps.objects.put(objectKey, zip, { sha256 });
  return inTransaction(async (tx) => {
    await lockLot(tx, lot.id, "update");
    const name = `${lot.code}-归档.zip`;
    const owner = {
      partyId: lot.tender.tendereeId,
      createdById: actor.personId,
      lotId: lot.id,
      audience: "host" as const,
    };
    const file = await addFile(
      { sha256, sizeBytes: BigInt(zip.length), name, media: "application/zip", objectKey, ...owner },
      tx,
    );
    const data = { fileId: file.id, digest: sha256, index: Buffer.from(index), cms: Buffer.from(cms), sealedAt: at };
    await tx.archivePackage.upsert({ where: { lotId: lot.id }, create: { lotId: lot.id, ...data }, update: data });
    if (!lot.archivedAt) await tx.lot.update({ where: { id: lot.id }, data: { archivedAt: at } });
    await record(tx, actor, {
      action: "archive.seal",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: sha256,
    });
    return { fileId: file.id };
  });
}

async function papers(lot: LotWithTender): Promise<Members> {
  const members: Members = {};
  const policy = await currentPolicy(lot.id);
  if (policy)
    Object.assign(members, {
      "tender/policy.json": policy.bytes,
      "tender/policy.tenderee.p7s": policy.tendereeCms,
      "tender/policy.platform.p7s": policy.platformCms,
    });
  for (const row of await tenderRecords(lot.id)) members[`tender/record-${row.version}.json`] = row.bytes;
  const statements = await db().statement.findMany({ where: { lotId: lot.id }, orderBy: { at: "asc" } });
  for (const [at, row] of statements.entries()) {
    const base = `statements/${String(at + 1).padStart(4, "0")}-${row.type}`;
    members[`${base}.json`] = row.bytes;
    if (row.cms) members[`${base}.p7s`] = row.cms;
    if (row.tst) members[`${base}.tst`] = row.tst;
  }
  for (const share of await db().trusteeShare.findMany({ where: { lotId: lot.id } })) {
    members[`opening/share-${share.position}-${share.groupNo}.json`] = share.statement;
    members[`opening/share-${share.position}-${share.groupNo}.p7s`] = share.cms;
  }
  return members;
}

/** Documents, notices, record, report, letters: everything filed under the lot that is not somebody's draft. */
async function files(lot: LotWithTender, deps: Deps): Promise<Members> {
  const members: Members = {};
  const sets = await db().documentFile.findMany({
    where: { set: { lotId: lot.id, state: { not: "draft" } } },
    include: { set: true },
  });
  const notices = await db().notice.findMany({
    where: { lots: { some: { lotId: lot.id } }, pdfFileId: { not: null } },
  });
  const wanted = [
    ...sets.map(({ fileId, name, set }) => ({ fileId, name: `tender/documents-${set.version}/${name}` })),
    ...notices.flatMap((notice) =>
      notice.pdfFileId
        ? [{ fileId: notice.pdfFileId, name: `tender/notices/${notice.type}-${notice.id.slice(0, 8)}.pdf` }]
        : [],
    ),
  ];
  const letters = await db().awardLetter.findMany({ where: { lotId: lot.id, pdfFileId: { not: null } } });
  for (const letter of letters)
    wanted.push({ fileId: letter.pdfFileId!, name: `award/${letter.kind}-${letter.id.slice(0, 8)}.pdf` });
  const contract = await db().contract.findUnique({ where: { lotId: lot.id } });
  if (contract?.pdfFileId) wanted.push({ fileId: contract.pdfFileId, name: "award/contract.pdf" });
  const minutes = await db().statement.findFirst({ where: { lotId: lot.id, type: "opening-record" } });
  if (minutes?.subject) wanted.push({ fileId: minutes.subject, name: "opening/record.pdf" });
  const report = await db().evaluationReport.findUnique({ where: { lotId: lot.id } });
  if (report?.pdfFileId) wanted.push({ fileId: report.pdfFileId, name: "evaluation/report.pdf" });
  for (const { fileId, name } of wanted) {
    const row = await db().storedFile.findUnique({ where: { id: fileId } });
    if (row) members[name] = await bytesOfFile(row, deps);
  }
  return members;
}

async function bids(lot: LotWithTender): Promise<Members> {
  const members: Members = {};
  for (const row of await db().sealedBid.findMany({ where: { lotId: lot.id } })) {
    const base = `bids/${row.digest}`;
    members[`${base}/${row.kind}.json`] = row.bytes;
    members[`${base}/${row.kind}.p7s`] = row.cms;
    members[`${base}/receipt.json`] = row.receipt;
    members[`${base}/receipt.p7s`] = row.receiptCms;
    if (row.tst) members[`${base}/token.tst`] = row.tst;
  }
  for (const upload of await db().upload.findMany({ where: { lotId: lot.id } }))
    members[`bids/headers/${upload.container}.json`] = upload.header;
  return members;
}

/** Events with their blinds, one canonical line each, and their proofs. */
async function logged(lot: LotWithTender): Promise<Members> {
  const members: Members = {};
  const lines: string[] = [];
  for (const event of await eventsOfLot(lot.id)) {
    const proof = await proofOfEvent(event.id);
    lines.push(
      JSON.stringify({
        blind: toBase64url(event.blind),
        event: new TextDecoder().decode(event.event),
        index: event.batchIdx === null ? null : Number(event.batchIdx),
      }),
    );
    if (proof) members[`log/${event.hash.slice(0, 16)}-${event.kind}.tlog-proof`] = strToU8(proof);
  }
  members["events.jsonl"] = strToU8(`${lines.join("\n")}\n`);
  return members;
}
