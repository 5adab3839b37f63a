import { canonicalBytes, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { type DrawSpec, parseDrawSpec } from "@/lib/crypto/draw-statements";
import { statementHash } from "@/lib/crypto/statements";
import type { Streamed } from "@/lib/crypto/zip-write";
import { db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { currentPolicy, tenderRecords } from "@/lib/store/policies";
import type { Deps } from "@/lib/usecases/deps";
import { bidMembers } from "./archive-bids";
import { drawnPeople } from "./archive-committee";
import { fileMembers } from "./archive-files";
import { logMembers } from "./archive-log";

/** `public`: for everybody, no secret of a bidder and no bid that was not opened. `full`: for supervisor, audit, court. */
export type ArchiveKind = "public" | "full";
export type Members = Record<string, Uint8Array | Streamed>;

/** Everything a package of this kind holds, by name (protocol §8; lib/DECISIONS.md 13). */
export async function archiveMembers(lot: LotWithTender, kind: ArchiveKind, deps: Deps): Promise<Members> {
  const opened = new Set(
    (await db().openedBid.findMany({ where: { lotId: lot.id }, select: { digest: true } })).map((row) => row.digest),
  );
  const wanted = (digest: string) => kind === "full" || opened.has(digest);
  return {
    ...(await trust(deps)),
    ...(await papers(lot, deps)),
    ...(await statements(lot, kind)),
    ...(kind === "full" ? await drawnPeople(lot, deps) : {}),
    ...(await fileMembers(lot, kind, deps)),
    ...(await bidMembers(lot, kind, wanted, deps)),
    ...(await logMembers(lot, kind, wanted)),
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

async function papers(lot: LotWithTender, deps: Deps): Promise<Members> {
  const members: Members = {};
  const policy = await currentPolicy(lot.id);
  const signed = (base: string, row: { bytes: Uint8Array; tendereeCms: Uint8Array; platformCms: Uint8Array }) => {
    members[`${base}.json`] = row.bytes;
    members[`${base}.tenderee.p7s`] = row.tendereeCms;
    members[`${base}.platform.p7s`] = row.platformCms;
  };
  if (policy) signed("tender/policy", policy);
  for (const set of await db().documentSet.findMany({ where: { lotId: lot.id, state: { not: "draft" } } }))
    if (set.docs) members[`tender/docs-${set.version}.json`] = set.docs;
  for (const row of await tenderRecords(lot.id)) signed(`tender/record-${row.version}`, row);
  for (const share of await db().trusteeShare.findMany({ where: { lotId: lot.id } })) {
    members[`opening/share-${share.position}-${share.groupNo}.json`] = share.statement;
    members[`opening/share-${share.position}-${share.groupNo}.p7s`] = share.cms;
  }
  return { ...members, ...(await publishedKeys(lot, deps)) };
}

/**
 * Trustees' private keys of the lot, as they publish them after the opening: with them everybody can unwrap every share
 * again. A trustee that is away, or keeps its key because not all was opened, costs nothing: the shares are there.
 */
async function publishedKeys(lot: LotWithTender, deps: Deps): Promise<Members> {
  if (!lot.announcedAt) return {};
  const tender = { id: lot.tender.code, lot: lot.code };
  const members: Members = {};
  for (const [at, trustee] of deps.trustees.entries()) {
    const secret = await trustee.publishKeys(tender).catch(() => null);
    if (secret) members[`opening/trustee-key-${at + 1}.json`] = secret;
  }
  return members;
}

const EVALUATION = new Set(["score-sheets", "evaluation-report"]);
const OPENING = new Set(["close", "close-list", "freeze", "opening-record-1", "technical-result", "opening-record"]);

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
  if (EVALUATION.has(row.type)) return kind === "full" ? `evaluation/${number}-${row.type}` : null;
  return kind === "full" ? `statements/${number}-${row.type}` : null;
}

/** Hash of the specification a draw's statement belongs to. */
function drawOf(row: Row): string {
  if (row.type === "draw-spec") return statementHash(row.bytes);
  const value = parseCanonical(row.bytes) as { readonly spec?: string };
  return value.spec ?? "";
}

/** Draws of persons, blinded and with reasons beside names, are not for everybody (lib/DECISIONS.md 20). */
function drawsShown(rows: readonly Row[], kind: ArchiveKind): ReadonlySet<string> {
  const specs = rows.filter(({ type }) => type === "draw-spec");
  const isPublic = ({ candidates, exclusions }: DrawSpec) => candidates !== undefined && exclusions.length === 0;
  const shown = specs.filter(({ bytes }) => kind === "full" || isPublic(parseDrawSpec(bytes)));
  return new Set(shown.map(drawOf));
}
