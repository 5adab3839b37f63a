import { db } from "./db";

/** The name under which workers connect; the presence of such a connection is how others know that one runs. */
export const WORKER_NAME = "xinbiao-worker";

/** Whether the database answers and is migrated. Never throws. */
export async function databaseReady(): Promise<boolean> {
  try {
    await db().$queryRaw`SELECT platform_now()`;
    return true;
  } catch {
    return false;
  }
}

/** Whether a worker is connected now: its connection ends with its process, even by kill -9. Never throws. */
export async function workerConnected(): Promise<boolean> {
  try {
    const [row] = await db().$queryRaw<{ found: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM pg_stat_activity
                      WHERE datname = current_database() AND application_name = ${WORKER_NAME}) AS found`;
    return row?.found ?? false;
  } catch {
    return false;
  }
}
