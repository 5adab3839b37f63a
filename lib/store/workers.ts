import type { Prisma } from "@/prisma/generated/client";
import { db } from "./db";

/** Says that the process lives, in the database's real time. */
export async function beat(name: string, startedAt: Date, facts: Prisma.InputJsonValue): Promise<void> {
  await db().$executeRaw`
    INSERT INTO heartbeat (name, at, started_at, facts)
    VALUES (${name}, clock_timestamp(), ${startedAt}, ${JSON.stringify(facts)}::jsonb)
    ON CONFLICT (name) DO UPDATE SET at = excluded.at, facts = excluded.facts`;
}

export type Beat = {
  readonly name: string;
  readonly ageMs: number;
  readonly startedAt: Date;
  readonly facts: Prisma.JsonValue;
};

/** Signs of life not older than an hour, youngest first. */
export function beats(): Promise<Beat[]> {
  return db().$queryRaw<Beat[]>`
    SELECT name, (extract(epoch FROM clock_timestamp() - at) * 1000)::float8 AS "ageMs", started_at AS "startedAt", facts
      FROM heartbeat WHERE at > clock_timestamp() - interval '1 hour' ORDER BY at DESC`;
}

/**
 * Gives back the jobs that a killed worker held: the queue itself would wait four hours for it. A worker that only
 * seemed dead may then run a job twice; every job allows that.
 *
 * @param silentMs how long no sign of life is death
 * @returns ids of the workers whose jobs were freed
 */
export async function freeJobsOfDead(silentMs: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT j.locked_by AS id FROM graphile_worker._private_jobs j
     WHERE j.locked_by IS NOT NULL AND j.locked_at < clock_timestamp() - ${silentMs} * interval '1 millisecond'
       AND NOT EXISTS (SELECT 1 FROM heartbeat h
                        WHERE h.at > clock_timestamp() - ${silentMs} * interval '1 millisecond'
                          AND h.facts->'workers' ? j.locked_by)
     UNION
    SELECT DISTINCT q.locked_by FROM graphile_worker._private_job_queues q
     WHERE q.locked_by IS NOT NULL AND q.locked_at < clock_timestamp() - ${silentMs} * interval '1 millisecond'
       AND NOT EXISTS (SELECT 1 FROM heartbeat h
                        WHERE h.at > clock_timestamp() - ${silentMs} * interval '1 millisecond'
                          AND h.facts->'workers' ? q.locked_by)`;
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await db().$executeRaw`SELECT graphile_worker.force_unlock_workers(${ids}::text[])`;
  return ids;
}

/** Jobs that were tried to the end without success: for the operator. */
export async function deadJobs(): Promise<number> {
  const [row] = await db().$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM graphile_worker.jobs WHERE attempts >= max_attempts AND locked_at IS NULL`;
  return Number(row?.n ?? 0n);
}
