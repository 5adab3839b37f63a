import type { SuspensionCause } from "@/lib/domain/suspension";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type NewSuspension = {
  readonly lotId: string;
  readonly cause: SuspensionCause;
  /** The objection or order it stands on. */
  readonly refId: string;
  readonly reason: string;
  readonly statementId?: string | null;
};

/** Suspends a lot for one more cause. Lock the lot FOR UPDATE first. */
export async function suspendLot(tx: Tx, suspension: NewSuspension): Promise<void> {
  const from = await platformNow(tx);
  await tx.suspension.create({ data: { ...suspension, statementId: suspension.statementId ?? null, from } });
  await tx.lot.updateMany({ where: { id: suspension.lotId, suspendedAt: null }, data: { suspendedAt: from } });
}

/**
 * Ends one cause; the lot goes on when none is left, and an evaluation that had begun gets back the time it stood still
 * nobody could work in it. Working time is what it was, so what a member said of it stands; suspension and
 * resumption are recorded and told already.
 *
 * @returns whether it goes on
 */
export async function endSuspension(tx: Tx, lotId: string, refId: string): Promise<boolean> {
  const to = await platformNow(tx);
  await tx.suspension.updateMany({ where: { lotId, refId, to: null }, data: { to } });
  const open = await tx.suspension.count({ where: { lotId, to: null } });
  if (open > 0) return false;
  await tx.$executeRaw`
    UPDATE committee c SET ends_at = c.ends_at + (${to}::timestamptz - l.suspended_at)
      FROM lot l WHERE l.id = c.lot_id AND l.id = ${lotId}::uuid AND c.ends_at > l.suspended_at
       AND c.state NOT IN ('submitted', 'rechecking', 'stopped')`;
  await tx.lot.update({ where: { id: lotId }, data: { suspendedAt: null } });
  return true;
}

export function suspensionsOf(lotId: string, on: Db = db()) {
  return on.suspension.findMany({ where: { lotId }, orderBy: { from: "desc" } });
}
