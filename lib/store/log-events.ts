import { randomBytes } from "@/lib/crypto/bytes";
import { eventBytes, eventCommitment } from "@/lib/crypto/statements";
import type { TenderRef } from "@/lib/crypto/shape";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type NewLogEvent = {
  readonly lotId: string | null;
  /** The protocol's name of the lot; null for what belongs to the platform. */
  readonly tender: TenderRef | null;
  /** Type of the statement, or a word for the file. */
  readonly kind: string;
  /** SHA-256 of the canonical statement or file, hex. */
  readonly hash: string;
  /** Instant of the event; the platform's now if absent. */
  readonly at?: Date;
  /** 32 bytes; of an arrival the one in its receipt. Fresh if absent. */
  readonly blind?: Uint8Array;
};

/**
 * Puts an event into the transparency log in the act's own transaction (protocol §6.3). The sequencer gives it a place
 * within an interval; what becomes public is the blinded commitment alone.
 */
export async function logEvent(tx: Tx, event: NewLogEvent): Promise<{ eventId: string; blind: Uint8Array }> {
  const now = await platformNow(tx);
  const blind = event.blind ?? randomBytes(32);
  const bytes = eventBytes({ at: event.at ?? now, hash: event.hash, kind: event.kind, tender: event.tender });
  const row = await tx.logEvent.create({
    data: {
      lotId: event.lotId,
      kind: event.kind,
      hash: event.hash,
      event: Buffer.from(bytes),
      commitment: Buffer.from(eventCommitment(blind, bytes)),
      blind: Buffer.from(blind),
      createdAt: now,
    },
    select: { id: true },
  });
  return { eventId: row.id, blind };
}

export type LogEventRow = {
  readonly id: string;
  readonly lotId: string | null;
  readonly kind: string;
  readonly hash: string;
  readonly event: Uint8Array;
  readonly commitment: Uint8Array;
  readonly blind: Uint8Array;
  /** Index of its batch in the log; null until the sequencer came by. */
  readonly batchIdx: bigint | null;
  readonly pos: number | null;
  readonly createdAt: Date;
};

/** @throws {Error} where there is none: the caller holds an id that was in the database */
export async function logEventById(eventId: string, on: Db = db()): Promise<LogEventRow> {
  const row = await on.logEvent.findUnique({ where: { id: eventId } });
  if (!row) throw new Error(`no log event ${eventId}`);
  return row;
}

/** The event of a statement, by its SHA-256 (hex) and kind; null while it was not logged. */
export function eventOfHash(hash: string, kind: string, on: Db = db()): Promise<LogEventRow | null> {
  return on.logEvent.findFirst({ where: { hash, kind }, orderBy: { createdAt: "asc" } });
}

/** Every event of a lot: for those who may see them, never before the opening. */
export function eventsOfLot(lotId: string, on: Db = db()): Promise<LogEventRow[]> {
  return on.logEvent.findMany({ where: { lotId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
}
