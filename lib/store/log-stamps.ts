import { type Db, db } from "./db";

export type LogStamp = {
  readonly size: bigint;
  /** The checkpoint as it was published and stamped: note with cosignatures. */
  readonly checkpoint: string;
  /** RFC 3161 token over it, DER. */
  readonly tst: Uint8Array;
};

/** The hour of the platform's time that has no token yet; null where it has one (protocol §5.1). */
export async function unstampedHour(): Promise<Date | null> {
  const [row] = await db().$queryRaw<{ hour: Date }[]>`
    SELECT date_trunc('hour', now.at, 'UTC') AS hour FROM platform_now() AS now(at)
     WHERE NOT EXISTS (SELECT 1 FROM log_stamp s WHERE s.hour = date_trunc('hour', now.at, 'UTC'))`;
  return row?.hour ?? null;
}

/** Keeps the token of an hour. Of two workers that fetched one at the same time the first has the hour. */
export async function keepLogStamp(hour: Date, { size, checkpoint, tst }: LogStamp): Promise<boolean> {
  const kept = await db().$executeRaw`
    INSERT INTO log_stamp (hour, size, checkpoint, tst, at)
    VALUES (${hour}, ${size}, ${checkpoint}, ${Buffer.from(tst)}, platform_now()) ON CONFLICT (hour) DO NOTHING`;
  return kept > 0;
}

const columns = { size: true, checkpoint: true, tst: true } as const;

/** The newest. */
export function latestLogStamp(on: Db = db()): Promise<LogStamp | null> {
  return on.logStamp.findFirst({ orderBy: { hour: "desc" }, select: columns });
}

/** The first over a checkpoint of exactly this size. */
export function logStampOf(size: bigint): Promise<LogStamp | null> {
  return db().logStamp.findFirst({ where: { size }, orderBy: { hour: "asc" }, select: columns });
}

/** The first over a log of at least so many entries: what vouches that they were there by its time. */
export function logStampCovering(size: bigint): Promise<LogStamp | null> {
  return db().logStamp.findFirst({ where: { size: { gte: size } }, orderBy: { hour: "asc" }, select: columns });
}
