import type { Tx } from "./db";

/** Every job of the worker and what it is told. Each is idempotent: at least once is all the queue promises. */
export type Jobs = {
  /** Delivers one outbox message to the hub. */
  "hub.publish": { messageId: string };
  /** Fetches the timestamp token over a statement or sealed bid. */
  "timestamp.request": { statementId?: string; bidDigest?: string };
  /** Makes and signs the PDF of a document. */
  "pdf.make": { kind: string; subjectId: string };
  /** Sends messages outside the platform (mail, SMS). */
  "notify.send": { messageId: string };
  /** Goes on with the opening of a lot: close, seal check, freeze, shares, announcement. */
  "opening.advance": { lotId: string };
  /** Packs the archive of a lot. */
  "archive.pack": { lotId: string };
};
export type JobName = keyof Jobs;

/**
 * Queues follow-up work in the transaction of the act: a rollback drops it.
 *
 * @param options.key   one job per key: queued again, it replaces the one still waiting
 * @param options.queue jobs of one queue run one after another (hub: one per lot)
 * @param options.runAt not before this instant of the *real* clock
 */
export async function enqueue<N extends JobName>(
  tx: Tx,
  name: N,
  payload: Jobs[N],
  options: { readonly key?: string; readonly queue?: string; readonly runAt?: Date } = {},
): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(
      ${name}, ${JSON.stringify(payload)}::json, queue_name => ${options.queue ?? null}::text,
      run_at => ${options.runAt ?? null}::timestamptz, max_attempts => 25, job_key => ${options.key ?? null}::text)`;
}

/** The same for many payloads of one job in one statement, each a job of its own. */
export async function enqueueAll<N extends JobName>(tx: Tx, name: N, payloads: readonly Jobs[N][]): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(${name}, payload, max_attempts => 25)
      FROM json_array_elements(${JSON.stringify(payloads)}::json) payload`;
}
