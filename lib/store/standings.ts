import type { Prisma, SealStanding } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";

export type { SealStanding };

export const standingsOf = (lotId: string, on: Db = db()): Promise<SealStanding[]> =>
  on.sealStanding.findMany({ where: { lotId } });

export const standingOf = (digest: string, on: Db = db()): Promise<SealStanding | null> =>
  on.sealStanding.findUnique({ where: { digest } });

/**
 * Seals in force whose certificate was not looked at since `before` (`unknownBefore` where the answer was unknown), in lots
 * where something still depends on it. One that is known to be revoked is not asked again: that does not end.
 */
export async function sealsToCheck(before: Date, unknownBefore: Date, limit: number): Promise<readonly string[]> {
  const rows = await db().$queryRaw<{ digest: string }[]>`
    SELECT b.digest FROM sealed_bid b
      JOIN lot l ON l.id = b.lot_id
      LEFT JOIN seal_standing s ON s.digest = b.digest
     WHERE b.kind = 'seal' AND b.state = 'inForce' AND l.winner_fixed_at IS NULL
       AND l.failed_at IS NULL AND l.terminated_at IS NULL
       AND (s.digest IS NULL OR (s.status = 'good' AND s.checked_at < ${before})
            OR (s.status = 'unknown' AND s.checked_at < ${unknownBefore}))
     ORDER BY s.checked_at NULLS FIRST, b.digest LIMIT ${limit}`;
  return rows.map(({ digest }) => digest);
}

export async function saveStanding(
  tx: Tx,
  row: Omit<SealStanding, "evidence"> & { readonly evidence: Prisma.InputJsonValue },
): Promise<void> {
  const { digest, ...rest } = row;
  await tx.sealStanding.upsert({ where: { digest }, create: row, update: rest });
}
