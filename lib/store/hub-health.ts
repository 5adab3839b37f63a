import { db } from "./db";

/** When the hub last confirmed a message, and since when the oldest unconfirmed one waits. */
export async function lastHubSuccess(): Promise<{ readonly lastSuccess: Date | null; readonly waiting: Date | null }> {
  const [row] = await db().$queryRaw<{ lastSuccess: Date | null; waiting: Date | null }[]>`
    SELECT max(received_at) FILTER (WHERE state IN ('accepted', 'superseded')) AS "lastSuccess",
           min(occurred_at) FILTER (WHERE state IN ('pending', 'sent', 'retrying', 'dead')) AS waiting
      FROM outbox_message`;
  return row ?? { lastSuccess: null, waiting: null };
}
