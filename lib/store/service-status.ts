import { db } from "./db";

/** What waits longer than this is behind; what waits shorter is nobody's business: its number would count bids. */
const LATE_MS = 60_000;

/** How far behind the log is, from one look at the database; not how much has come in since. */
export async function logStatus() {
  const [row] = await db().$queryRaw<
    {
      size: bigint | null;
      ageMs: number | null;
      cosigned: bigint | null;
      oldestMs: number | null;
      stampedAt: Date | null;
    }[]
  >`SELECT (SELECT max(size) FROM log_head) AS size,
           (SELECT (extract(epoch FROM platform_now() - max(created_at)) * 1000)::float8 FROM log_head) AS "ageMs",
           (SELECT max(size) FROM log_head WHERE COALESCE(array_length(cosignatures, 1), 0) > 0) AS cosigned,
           (SELECT max(at) FROM log_stamp) AS "stampedAt",
           (SELECT (extract(epoch FROM platform_now() - min(created_at)) * 1000)::float8 FROM log_event WHERE batch_idx IS NULL) AS "oldestMs"`;
  return {
    size: Number(row?.size ?? 0n),
    ageMs: row?.ageMs ?? null,
    cosigned: Number(row?.cosigned ?? 0n),
    late: (row?.oldestMs ?? 0) > LATE_MS,
    /** When the last hourly timestamp came (protocol §5.1). */
    stampedAt: row?.stampedAt ?? null,
  };
}

/** Whether jobs that are due have waited too long: a task's own, or all. */
export async function jobsAreLate(task: string | null = null): Promise<boolean> {
  const [row] = await db().$queryRaw<{ late: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM graphile_worker.jobs
                    WHERE (${task}::text IS NULL OR task_identifier = ${task}::text) AND attempts < max_attempts
                      AND created_at < clock_timestamp() - ${LATE_MS} * interval '1 millisecond'
                      AND (attempts > 0 OR run_at < clock_timestamp() - ${LATE_MS} * interval '1 millisecond')) AS late`;
  return row?.late ?? false;
}

/** Instants of lots that are still to come: where a sandbox clock can usefully be moved to. */
export async function instantsAhead(
  now: Date,
  take: number,
): Promise<{ readonly at: Date; readonly what: string; readonly tender: string; readonly lot: string }[]> {
  return db().$queryRaw`
    SELECT ahead.at, ahead.what, t.name AS tender, ahead.lot FROM (
      SELECT deadline AS at, 'deadline' AS what, name AS lot, tender_id FROM lot WHERE published_at IS NOT NULL AND failed_at IS NULL AND terminated_at IS NULL
       UNION ALL
      SELECT window_ends_at, 'window', name, tender_id FROM lot WHERE frozen_at IS NULL AND failed_at IS NULL AND terminated_at IS NULL
       UNION ALL
      SELECT remedy_ends_at, 'remedy', name, tender_id FROM lot WHERE frozen_at IS NULL AND failed_at IS NULL AND terminated_at IS NULL
       UNION ALL
      SELECT prices_at, 'prices', name, tender_id FROM lot WHERE prices_announced_at IS NULL AND failed_at IS NULL AND terminated_at IS NULL
       UNION ALL
      SELECT candidates_to, 'candidates', name, tender_id FROM lot WHERE winner_fixed_at IS NULL AND failed_at IS NULL AND terminated_at IS NULL
    ) AS ahead JOIN tender t ON t.id = ahead.tender_id WHERE ahead.at > ${now} ORDER BY ahead.at LIMIT ${take}`;
}
