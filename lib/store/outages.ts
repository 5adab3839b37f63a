import { BEARABLE_MS } from "@/lib/domain/outage";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type OutageRow = {
  readonly id: string;
  /** `clock`: the platform's own, by its time sources. `unreachable`: a witness's, from outside. */
  readonly kind: string;
  /** In the time of whoever measured, not the clock's that was wrong. */
  readonly begunAt: Date;
  /** Null: it lasts. */
  readonly endedAt: Date | null;
  /** The greatest that was measured, with its sign; of the clock alone. */
  readonly offsetMs: number | null;
  /** The witness; null of the clock. */
  readonly by: string | null;
  /** SHA-256 of the statement it began with, hex: the witness's, or ours on our clock; and the one that ended ours. */
  readonly hash: string | null;
  readonly endHash: string | null;
  /** The witness's signed note. */
  readonly note: string | null;
};

/** The clock was found off. */
export async function beginOutage(
  tx: Tx,
  outage: { readonly begunAt: Date; readonly offsetMs: number; readonly hash: string },
): Promise<void> {
  await tx.outage.create({ data: { ...outage, kind: "clock", heardAt: await platformNow(tx) } });
}

/** What a witness has signed. */
export type WitnessedOutage = {
  readonly by: string;
  readonly begunAt: Date;
  readonly endedAt: Date;
  readonly hash: string;
  readonly note: string;
};

export async function addWitnessed(tx: Tx, outage: WitnessedOutage): Promise<void> {
  await tx.outage.create({ data: { ...outage, kind: "unreachable", heardAt: await platformNow(tx) } });
}

/**
 * What this witness has said before, held until the transaction ends, so that it says nothing twice.
 * @returns whether this very statement is here, whether another one overlaps it, and how many came since `since`
 */
export async function heardFrom(tx: Tx, { by, begunAt, endedAt, hash }: WitnessedOutage, since: Date) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`outage ${by}`}, 0))`;
  const same = await tx.outage.count({ where: { hash } });
  const overlapping = await tx.outage.count({ where: { by, begunAt: { lt: endedAt }, endedAt: { gt: begunAt } } });
  const recent = await tx.outage.count({ where: { by, heardAt: { gt: since } } });
  return { same: same > 0, overlaps: overlapping > 0, recent };
}

/** The outage that a statement of this hash began or ended; null where there is none. */
export function outageByHash(hash: string): Promise<OutageRow | null> {
  return db().outage.findFirst({ where: { OR: [{ hash }, { endHash: hash }] } });
}

/** Keeps the greatest offset that an outage which lasts has had. */
export async function worsenOutage(tx: Tx, offsetMs: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE outage SET offset_ms = ${offsetMs} WHERE kind = 'clock' AND ended_at IS NULL AND abs(offset_ms) < ${Math.abs(offsetMs)}`;
}

/** @returns the outage that has ended */
export async function endOutage(tx: Tx, endedAt: Date, endHash: string): Promise<OutageRow> {
  const [open] = await tx.outage.findMany({ where: { kind: "clock", endedAt: null }, take: 1 });
  if (!open) throw new Error("no outage of the clock lasts");
  return tx.outage.update({ where: { id: open.id }, data: { endedAt, endHash } });
}

/** What was measured and an amendment of this lot names as its ground, oldest first. */
export function evidenceOfLot(lotId: string): Promise<Pick<OutageRow, "kind" | "hash" | "endHash" | "note">[]> {
  return db().$queryRaw`
    SELECT o.kind, o.hash, o.end_hash AS "endHash", o.note FROM outage o
     WHERE o.hash IN (SELECT unnest(string_to_array(n.content->'facts'->>'evidence', ','))
                        FROM notice n JOIN notice_lot nl ON nl.notice_id = n.id
                       WHERE nl.lot_id = ${lotId}::uuid AND n.published_at IS NOT NULL)
     ORDER BY o.begun_at, o.hash`;
}

/** Outages that lasted at `from` or later, oldest first. */
export function outagesSince(from: Date, on: Db = db()): Promise<OutageRow[]> {
  return on.outage.findMany({
    where: { OR: [{ endedAt: null }, { endedAt: { gte: from } }] },
    orderBy: { begunAt: "asc" },
  });
}

/** The last ones, newest first: for the operator. */
export function lastOutages(take: number): Promise<OutageRow[]> {
  return db().outage.findMany({ orderBy: { begunAt: "desc" }, take });
}

/**
 * Gives the lots in their decryption or remedial window the time back that nobody could release in (R-98).
 * @returns lots with their new ends
 */
export function prolongWindows(
  tx: Tx,
  { begunAt, endedAt }: { readonly begunAt: Date; readonly endedAt: Date },
): Promise<{ readonly id: string; readonly until: Date; readonly remedy: Date }[]> {
  const lostMs = endedAt.getTime() - begunAt.getTime();
  return tx.$queryRaw`
    UPDATE lot SET window_ends_at = window_ends_at
                     + CASE WHEN window_ends_at > ${begunAt} THEN ${lostMs} ELSE 0 END * interval '1 millisecond',
                   remedy_ends_at = remedy_ends_at + ${lostMs} * interval '1 millisecond'
     WHERE closed_at IS NOT NULL AND frozen_at IS NULL AND failed_at IS NULL AND terminated_at IS NULL
       AND window_ends_at IS NOT NULL AND remedy_ends_at > ${begunAt}
    RETURNING id, window_ends_at AS until, remedy_ends_at AS remedy`;
}

/**
 * Lots whose deadline is near, that lost more than can be borne of their last two hours, and whose host has not been told
 * since their documents were issued. The loss is counted from above (what overlaps counts twice, what was known when the
 * deadline was set counts too): whoever lost little is not asked about twice a second, and keeps no other back.
 *
 * @param only whether this lot is one, and nothing of others
 */
export async function lotsCutShort(now: Date, on: Db = db(), only: string | null = null): Promise<string[]> {
  const rows = await on.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM lot l
     WHERE l.published_at IS NOT NULL AND l.deadline > ${now} AND l.deadline <= ${now}::timestamptz + interval '2 hours'
       AND l.failed_at IS NULL AND l.terminated_at IS NULL AND (${only}::uuid IS NULL OR l.id = ${only}::uuid)
       AND ${BEARABLE_MS}::int * interval '1 millisecond' < (
             SELECT sum(LEAST(COALESCE(o.ended_at, l.deadline), l.deadline)
                        - GREATEST(o.begun_at, l.deadline - interval '2 hours'))
               FROM outage o
              WHERE o.begun_at < l.deadline AND COALESCE(o.ended_at, l.deadline) > l.deadline - interval '2 hours')
       AND NOT EXISTS (SELECT 1 FROM message m WHERE m.lot_id = l.id AND m.kind = 'extensionOffered'
                          AND m.created_at > (SELECT max(d.issued_at) FROM document_set d WHERE d.lot_id = l.id))
     ORDER BY l.deadline`;
  return rows.map(({ id }) => id);
}
