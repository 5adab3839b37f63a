import { db } from "./db";

export type ExchangeLine = {
  /** Record number of the data dictionary: 500 … 519. */
  readonly kind: number;
  readonly total: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Not confirmed yet, whatever the reason. */
  readonly waiting: number;
  readonly lastSuccess: Date | null;
};

/**
 * What went to the hub, by kind of record. Messages that are held until an opening or a result are not counted at all:
 * their number would tell what is still secret (D-11).
 */
export async function exchangeByKind(): Promise<readonly ExchangeLine[]> {
  const rows = await db().$queryRaw<
    { kind: number; total: bigint; accepted: bigint; rejected: bigint; lastSuccess: Date | null }[]
  >`
    SELECT kind, count(*) AS total,
           count(*) FILTER (WHERE state IN ('accepted', 'superseded')) AS accepted,
           count(*) FILTER (WHERE state = 'rejected') AS rejected,
           max(received_at) FILTER (WHERE state IN ('accepted', 'superseded')) AS "lastSuccess"
      FROM outbox_message
     WHERE state <> 'held'
     GROUP BY kind ORDER BY kind`;
  return rows.map(({ kind, lastSuccess, ...counts }) => {
    const [total, accepted, rejected] = [Number(counts.total), Number(counts.accepted), Number(counts.rejected)];
    return { kind, total, accepted, rejected, waiting: total - accepted - rejected, lastSuccess };
  });
}
