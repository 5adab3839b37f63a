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

/** Ends one cause; the lot goes on when none is left. @returns whether it goes on */
export async function endSuspension(tx: Tx, lotId: string, refId: string): Promise<boolean> {
  const to = await platformNow(tx);
  await tx.suspension.updateMany({ where: { lotId, refId, to: null }, data: { to } });
  const open = await tx.suspension.count({ where: { lotId, to: null } });
  if (open > 0) return false;
  await tx.lot.update({ where: { id: lotId }, data: { suspendedAt: null } });
  return true;
}

export function suspensionsOf(lotId: string, on: Db = db()) {
  return on.suspension.findMany({ where: { lotId }, orderBy: { from: "desc" } });
}
