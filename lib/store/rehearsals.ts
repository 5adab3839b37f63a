import type { Rehearsal } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";

/** A day before the opening, and an hour. */
export type RehearsalPoint = "day" | "hour";

const HOUR_MS = 3_600_000;
export const pointAt = (deadline: Date, now: Date): RehearsalPoint =>
  deadline.getTime() - now.getTime() <= HOUR_MS ? "hour" : "day";

export const rehearsalsOf = (lotId: string, on: Db = db()): Promise<Rehearsal[]> =>
  on.rehearsal.findMany({ where: { lotId }, orderBy: [{ position: "asc" }, { point: "asc" }] });

/**
 * Lots within a day of their deadline of which a trustee has not passed the rehearsal of this point; who failed is asked
 * again every five minutes, as long as there is something to be saved.
 */
export async function lotsToRehearse(now: Date): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT l.id FROM lot l
     WHERE l.published_at IS NOT NULL AND l.deadline > ${now} AND l.deadline <= ${now}::timestamptz + interval '24 hours'
       AND l.failed_at IS NULL AND l.terminated_at IS NULL AND l.suspended_at IS NULL
       AND EXISTS (
         SELECT 1 FROM trustee_key k
          WHERE k.lot_id = l.id AND NOT EXISTS (
            SELECT 1 FROM rehearsal r
             WHERE r.lot_id = l.id AND r.position = k.position
               AND r.point = CASE WHEN l.deadline <= ${now}::timestamptz + interval '1 hour' THEN 'hour' ELSE 'day' END
               AND (r.ok OR r.tried_at > ${now}::timestamptz - interval '5 minutes')))
     ORDER BY l.deadline LIMIT 50`;
  return rows.map(({ id }) => id);
}

export type RehearsalResult = Pick<Rehearsal, "lotId" | "position" | "point" | "ok" | "fault" | "triedAt">;

/** Keeps the newest result of a trustee. @returns what stood there before, or null */
export async function saveRehearsal(tx: Tx, result: RehearsalResult): Promise<Rehearsal | null> {
  const { lotId, position, point } = result;
  const key = { lotId_position_point: { lotId, position, point } };
  const before = await tx.rehearsal.findUnique({ where: key });
  await tx.rehearsal.upsert({ where: key, create: result, update: result });
  return before;
}
