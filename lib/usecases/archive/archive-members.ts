import { strToU8 } from "fflate";
import { bytesToHex, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, canonicalText, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { parseDrawSpec } from "@/lib/crypto/draw-statements";
import { parseSeal } from "@/lib/crypto/seal";
import { statementHash } from "@/lib/crypto/statements";
import { readTlogProof } from "@/lib/crypto/tlog-proof";
import { db } from "@/lib/store/db";
import { consistencyHashes, proofOfEvent } from "@/lib/store/log";
import { eventsOfLot, type LogEventRow } from "@/lib/store/log-events";
import type { LotWithTender } from "@/lib/store/lots";
import { releasesOf } from "@/lib/store/openings";
import { currentPolicy, tenderRecords } from "@/lib/store/policies";
import type { Deps } from "@/lib/usecases/deps";
import { bytesOfFile } from "@/lib/usecases/file/read-file";

/** `public`: for everybody, no secret of a bidder and no bid that was not opened. `full`: for supervisor, audit, court. */
export type ArchiveKind = "public" | "full";
export type Members = Record<string, Uint8Array>;

/** Everything a package of this kind holds, by name (protocol §8; lib/DECISIONS.md 13). */
export async function archiveMembers(lot: LotWithTender, kind: ArchiveKind, deps: Deps): Promise<Members> {
  const opened = new Set(
    (await db().openedBid.findMany({ where: { lotId: lot.id }, select: { digest: true } })).map((row) => row.digest),
  );
  const wanted = (digest: string) => kind === "full" || opened.has(digest);
  return {
    ...(await trust(deps)),
    ...(await papers(lot)),
    ...(await statements(lot, kind)),
    ...(await files(lot, kind, deps)),
    ...(await bids(lot, kind, wanted)),
    ...(await logged(lot, kind, wanted)),
  };
}

async function trust(deps: Deps): Promise<Members> {
  const list = canonicalBytes((await deps.trust.list()) as unknown as Json);
  const witnesses = [...((await deps.log.witnessKeys?.()) ?? [])];
  const keys = canonicalBytes({ fmt: "SBC/1", log: deps.log.verifierKey, type: "log-keys", witnesses });
  const members: Members = {
    "trust/trust-list.json": list,
    "trust/trust-list.p7s": await deps.platform.signStatement(list),
    "trust/log-keys.json": keys,
    "trust/log-keys.p7s": await deps.platform.signStatement(keys),
  };
  for (const [at, crl] of (await deps.trust.crls()).entries()) members[`trust/${at + 1}.crl`] = crl;
  return members;
}

async function papers(lot: LotWithTender): Promise<Members> {
  const members: Members = {};
  const policy = await currentPolicy(lot.id);
  const signed = (base: string, row: { bytes: Uint8Array; tendereeCms: Uint8Array; platformCms: Uint8Array }) => {
    members[`${base}.json`] = row.bytes;
    members[`${base}.tenderee.p7s`] = row.tendereeCms;
    members[`${base}.platform.p7s`] = row.platformCms;
  };
  if (policy) signed("tender/policy", policy);
  for (const row of await tenderRecords(lot.id)) signed(`tender/record-${row.version}`, row);
  for (const share of await db().trusteeShare.findMany({ where: { lotId: lot.id } })) {
    members[`opening/share-${share.position}-${share.groupNo}.json`] = share.statement;
    members[`opening/share-${share.position}-${share.groupNo}.p7s`] = share.cms;
  }
  return members;
}

const OPENING = new Set(["close", "close-list", "freeze", "opening-record"]);

/** Statements of the opening and of draws by their names; all others numbered, and only in a full archive. */
async function statements(lot: LotWithTender, kind: ArchiveKind): Promise<Members> {
  const members: Members = {};
  const rows = await db().statement.findMany({ where: { lotId: lot.id }, orderBy: { at: "asc" } });
  const shown = drawsShown(rows, kind);
  // Below three nothing is opened, and nobody is told who they were.
  const listed = kind === "full" || rows.some(({ type }) => type === "freeze");
  for (const [at, row] of rows.entries()) {
    const number = String(at + 1).padStart(4, "0");
    const base = placeOf(row, number, kind, shown);
    if (!base || (row.type === "close-list" && !listed)) continue;
    members[`${base}.json`] = row.bytes;
    if (row.cms) members[`${base}.p7s`] = row.cms;
    if (row.tst) members[`${base}.tst`] = row.tst;
  }
  return members;
}

type Row = { readonly type: string; readonly bytes: Uint8Array };

function placeOf(row: Row, number: string, kind: ArchiveKind, shown: ReadonlySet<string>): string | null {
  if (OPENING.has(row.type)) return `opening/${row.type}`;
  if (row.type.startsWith("draw-")) return shown.has(drawOf(row)) ? `draws/${number}-${row.type}` : null;
  return kind === "full" ? `statements/${number}-${row.type}` : null;
}

/** Hash of the specification a draw's statement belongs to. */
function drawOf(row: Row): string {
  if (row.type === "draw-spec") return statementHash(row.bytes);
  const value = parseCanonical(row.bytes) as { readonly spec?: string };
  return value.spec ?? "";
}

/** Draws of persons have reasons beside names in their exclusions: those are not for everybody. */
function drawsShown(rows: readonly Row[], kind: ArchiveKind): ReadonlySet<string> {
  const specs = rows.filter(({ type }) => type === "draw-spec");
  const shown = specs.filter(({ bytes }) => kind === "full" || parseDrawSpec(bytes).exclusions.length === 0);
  return new Set(shown.map(drawOf));
}

/** Documents, notices, record, report, letters: everything filed under the lot that is not somebody's draft. */
async function files(lot: LotWithTender, kind: ArchiveKind, deps: Deps): Promise<Members> {
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
  const dissents = await db().reportSignature.findMany({ where: { lotId: lot.id, fileId: { not: null } } });
  for (const [at, { fileId }] of dissents.entries())
    wanted.push({ fileId: fileId!, name: `evaluation/dissent-${at + 1}.pdf` });
  for (const { fileId, name } of wanted) {
    const row = await db().storedFile.findUnique({ where: { id: fileId } });
    // What the public archive shows is what the public may read anyway: one rule for both.
    if (row && (kind === "full" || row.audience === "public")) members[name] = await bytesOfFile(row, deps);
  }
  return members;
}

async function bids(lot: LotWithTender, kind: ArchiveKind, wanted: (digest: string) => boolean): Promise<Members> {
  const members: Members = {};
  const containers = new Set<string>();
  for (const row of await db().sealedBid.findMany({ where: { lotId: lot.id } })) {
    if (!wanted(row.digest)) continue;
    const base = `bids/${row.digest}`;
    members[`${base}/${row.kind}.json`] = row.bytes;
    members[`${base}/${row.kind}.p7s`] = row.cms;
    members[`${base}/receipt.json`] = row.receipt;
    members[`${base}/receipt.p7s`] = row.receiptCms;
    if (row.tst) members[`${base}/${row.kind}.tst`] = row.tst;
    if (row.kind === "seal") for (const c of Object.keys(parseSeal(row.bytes).headers)) containers.add(c);
  }
  for (const upload of await db().upload.findMany({ where: { lotId: lot.id } }))
    if (kind === "full" || containers.has(upload.container))
      members[`bids/headers/${upload.container}.json`] = upload.header;
  if (kind === "public") return members;
  for (const { digest, statement, cms } of await releasesOf(lot.id)) {
    members[`bids/${digest}/release.json`] = statement;
    if (cms) members[`bids/${digest}/release.p7s`] = cms;
  }
  return members;
}

const PUBLIC_EVENTS = new Set(["notice", "close", "freeze", "share", "opening-record", "award"]);

/** Events with their blinds, one canonical line each, their proofs, and how the log grew from checkpoint to checkpoint. */
async function logged(lot: LotWithTender, kind: ArchiveKind, wanted: (digest: string) => boolean): Promise<Members> {
  const members: Members = {};
  const lines: string[] = [];
  const sizes = new Set<bigint>();
  const receipts = new Set<string>();
  for (const row of await db().sealedBid.findMany({ where: { lotId: lot.id } }))
    if (wanted(row.digest)) receipts.add(statementHash(row.receipt));
  const isShown = ({ kind: of, hash }: LogEventRow) =>
    kind === "full" || PUBLIC_EVENTS.has(of) || of.startsWith("draw-") || receipts.has(hash);
  for (const event of (await eventsOfLot(lot.id)).filter(isShown)) {
    // The solemn acts want two witnesses; where there are not two, one proof is better than none (settled 11).
    const proof = (await proofOfEvent(event.id, 2)) ?? (await proofOfEvent(event.id));
    const name = proof ? `log/${event.hash.slice(0, 16)}-${event.id.slice(0, 8)}-${event.kind}.tlog-proof` : null;
    const index = event.batchIdx === null ? null : Number(event.batchIdx);
    const content = parseCanonical(event.event);
    lines.push(canonicalText({ blind: toBase64url(event.blind), event: content, index, proof: name }));
    if (!proof || !name) continue;
    members[name] = strToU8(proof);
    sizes.add(parseCheckpoint(parseNote(readTlogProof(proof).checkpoint).text).size);
  }
  members["events.jsonl"] = strToU8(lines.map((line) => `${line}\n`).join(""));
  members["log/consistency.json"] = await growth([...sizes]);
  return members;
}

async function growth(sizes: readonly bigint[]): Promise<Uint8Array> {
  const rising = [...sizes].sort((a, b) => (a < b ? -1 : 1));
  const steps: Json[] = [];
  for (let at = 1; at < rising.length; at++) {
    const [from, to] = [rising[at - 1]!, rising[at]!];
    const hashes = (await consistencyHashes(from, to)).map((hash) => bytesToHex(hash));
    steps.push({ from: Number(from), hashes, to: Number(to) });
  }
  return canonicalBytes({ fmt: "SBC/1", steps, type: "log-consistency" });
}
