import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "./clock";
import { db, type Tx } from "./db";
import { enqueue } from "./jobs";

export type NewStatement = {
  readonly lotId: string | null;
  readonly type: string;
  /** Canonical bytes as they were signed. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly cms: Uint8Array | null;
  readonly signerSerial?: string | null;
  readonly signerName?: string | null;
  readonly partyId?: string | null;
  readonly subject?: string | null;
  /** Ask the timestamp authority for a token afterwards. */
  readonly timestamp?: boolean;
};

/**
 * A signed act counts once: its nonce makes every one unlike any other, so that the same bytes again are a doubled request
 * or somebody who sends a kept one. Checked under a lock of its own, the last one taken.
 */
async function mustBeNew(tx: Tx, sha256: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`act ${sha256}`}, 0))`;
  if (await tx.statement.findFirst({ where: { sha256, type: "act" }, select: { id: true } }))
    throw new Refusal("CONTENT_CHANGED", {}, ["R-31"]);
}

/** Keeps a signed statement as it was read; an act only once. Bytes and signature never change after this (trigger statement_fixed). */
export async function keepStatement(tx: Tx, statement: NewStatement): Promise<string> {
  if (statement.type === "act") await mustBeNew(tx, statement.sha256);
  const row = await tx.statement.create({
    data: {
      lotId: statement.lotId,
      type: statement.type,
      bytes: Buffer.from(statement.bytes),
      sha256: statement.sha256,
      cms: statement.cms ? Buffer.from(statement.cms) : null,
      signerSerial: statement.signerSerial ?? null,
      signerName: statement.signerName ?? null,
      partyId: statement.partyId ?? null,
      subject: statement.subject ?? null,
      at: await platformNow(tx),
    },
    select: { id: true },
  });
  if (statement.timestamp) await enqueue(tx, "timestamp.request", { statementId: row.id });
  return row.id;
}

/** How many signed refusals stand against requests for a bid; an audit entry names the bid of each. */
export async function refusalsOf(lotId: string, bidId: string): Promise<number> {
  return db().auditEntry.count({ where: { lotId, objectKind: "bid", objectId: bidId, action: "bid.refuse" } });
}

/** @throws {Error} where there is none: the caller holds an id that was in the database */
export async function statementById(id: string) {
  const row = await db().statement.findUnique({ where: { id } });
  if (!row) throw new Error(`no statement ${id}`);
  return row;
}

/** @throws {Error} where there is none: the caller holds the hash of one that was kept */
export async function statementOfHash(sha256: string, type: string) {
  const row = await db().statement.findFirst({ where: { sha256, type } });
  if (!row) throw new Error(`no statement ${type} ${sha256}`);
  return row;
}

/** The newest statements of one type that an organisation made or was given. */
export const statementsOfParty = (partyId: string, type: string, limit: number) =>
  db().statement.findMany({ where: { partyId, type }, orderBy: { at: "desc" }, take: limit });
