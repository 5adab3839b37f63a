import type { ClockState } from "@/lib/domain/clock-watch";
import { type Db, db, type Tx } from "./db";

export type ClockWatchRow = {
  readonly state: ClockState;
  /** Platform's clock minus the sources'; null where they do not agree. */
  readonly offsetMs: number | null;
  readonly withinMs: number | null;
  readonly agreeing: number;
  readonly asked: number;
  readonly lookedAt: Date | null;
  /** Since when sealing and opening stand still; null while they go on. */
  readonly stoppedAt: Date | null;
};

/** What was measured last (protocol §5.1). */
export async function clockWatch(on: Db = db()): Promise<ClockWatchRow> {
  return (await on.clockWatch.findUniqueOrThrow({ where: { id: 1 } })) as ClockWatchRow;
}

/** The same, held: of two workers that find the clock off, one says so. */
export async function lockClockWatch(tx: Tx): Promise<ClockWatchRow> {
  await tx.$executeRaw`SELECT id FROM clock_watch WHERE id = 1 FOR UPDATE`;
  return clockWatch(tx);
}

export async function saveClockWatch(tx: Tx, seen: Omit<ClockWatchRow, "lookedAt">): Promise<void> {
  await tx.$executeRaw`
    UPDATE clock_watch SET state = ${seen.state}, offset_ms = ${seen.offsetMs}, within_ms = ${seen.withinMs},
           agreeing = ${seen.agreeing}, asked = ${seen.asked}, stopped_at = ${seen.stoppedAt}, looked_at = clock_timestamp()
     WHERE id = 1`;
}

/** Both clocks at one instant, to the millisecond: what a source is compared with. */
export async function bothClocks(): Promise<{
  readonly real: Date;
  readonly platform: Date;
  readonly movedMs: number;
}> {
  const [row] = await db().$queryRaw<{ real: Date; movedMs: bigint | null }[]>`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS real,
           (SELECT offset_ms FROM sandbox WHERE id = 1 AND enabled) AS "movedMs"`;
  if (!row) throw new Error("clock_timestamp() gave no row");
  const movedMs = Number(row.movedMs ?? 0n);
  return { real: row.real, platform: new Date(row.real.getTime() + movedMs), movedMs };
}
