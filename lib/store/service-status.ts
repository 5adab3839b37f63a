import { db } from "./db";

/** How far behind log and chain are, from one look at the database. */
export async function logStatus() {
  const [row] = await db().$queryRaw<
    { size: bigint | null; ageMs: number | null; cosigned: bigint | null; waiting: bigint; oldestMs: number | null }[]
  >`SELECT (SELECT max(size) FROM log_head) AS size,
           (SELECT (extract(epoch FROM platform_now() - max(created_at)) * 1000)::float8 FROM log_head) AS "ageMs",
           (SELECT max(size) FROM log_head WHERE COALESCE(array_length(cosignatures, 1), 0) > 0) AS cosigned,
           (SELECT count(*) FROM log_event WHERE batch_idx IS NULL) AS waiting,
           (SELECT (extract(epoch FROM platform_now() - min(created_at)) * 1000)::float8 FROM log_event WHERE batch_idx IS NULL) AS "oldestMs"`;
  return {
    size: Number(row?.size ?? 0n),
    ageMs: row?.ageMs ?? null,
    cosigned: Number(row?.cosigned ?? 0n),
    waiting: Number(row?.waiting ?? 0n),
    oldestMs: row?.oldestMs ?? null,
  };
}

/** Statements and seals that still have no timestamp, with the age of the oldest. */
export async function unstamped(): Promise<{ readonly count: number; readonly oldestMs: number | null }> {
  const [row] = await db().$queryRaw<{ count: bigint; oldestMs: number | null }[]>`
    SELECT count(*) AS count, (extract(epoch FROM clock_timestamp() - min(run_at)) * 1000)::float8 AS "oldestMs"
      FROM graphile_worker.jobs WHERE task_identifier = 'timestamp.request'`;
  return { count: Number(row?.count ?? 0n), oldestMs: row?.oldestMs ?? null };
}

/** Instants of lots that are still to come: where a sandbox clock can usefully be moved to. */
export async function instantsAhead(
  now: Date,
  take: number,
): Promise<{ readonly at: Date; readonly what: string; readonly lot: string }[]> {
  return db().$queryRaw`
    SELECT at, what, lot FROM (
      SELECT deadline AS at, 'deadline' AS what, name AS lot FROM lot WHERE published_at IS NOT NULL AND failed_at IS NULL AND terminated_at IS NULL
       UNION ALL
      SELECT window_ends_at, 'window', name FROM lot WHERE frozen_at IS NULL AND failed_at IS NULL AND terminated_at IS NULL
       UNION ALL
      SELECT remedy_ends_at, 'remedy', name FROM lot WHERE frozen_at IS NULL AND failed_at IS NULL AND terminated_at IS NULL
       UNION ALL
      SELECT candidates_to, 'candidates', name FROM lot WHERE winner_fixed_at IS NULL AND failed_at IS NULL AND terminated_at IS NULL
    ) AS ahead WHERE at > ${now} ORDER BY at LIMIT ${take}`;
}
