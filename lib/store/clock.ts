import { type Db, db, type Tx } from "./db";

/** The platform's time, microseconds cut to milliseconds: the database's, or the sandbox's (settled 13). */
export async function platformNow(on: Db = db()): Promise<Date> {
  const [row] = await on.$queryRaw<{ now: Date }[]>`SELECT platform_now() AS now`;
  if (!row) throw new Error("platform_now() gave no row");
  return row.now;
}

export type SandboxState = { readonly enabled: boolean; readonly offsetMs: number };

export async function sandboxState(on: Db = db()): Promise<SandboxState> {
  const row = await on.sandbox.findUnique({ where: { id: 1 } });
  return { enabled: row?.enabled ?? false, offsetMs: Number(row?.offsetMs ?? 0) };
}

/** Moves the sandbox clock; the database refuses to move it back. */
export async function moveSandboxClock(tx: Tx, offsetMs: number): Promise<void> {
  await tx.sandbox.update({ where: { id: 1 }, data: { enabled: true, offsetMs: BigInt(Math.round(offsetMs)) } });
}

/** The database's real time, sandbox or not: for sessions, challenges and one-time codes, never for the procedure. */
export async function databaseNow(on: Db = db()): Promise<Date> {
  const [row] = await on.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error("clock_timestamp() gave no row");
  return row.now;
}
