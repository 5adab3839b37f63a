import { Refusal } from "@/lib/domain/refusal";
import { Prisma } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";

export type ArrivalRow = {
  readonly id: string;
  readonly lotId: string;
  readonly bidId: string;
  readonly partyId: string;
  readonly kind: string;
  readonly digest: string;
  readonly request: Uint8Array;
  /** SHA-256 of the request, hex. */
  readonly requestHash: string;
  readonly at: Date;
};

export type NewArrival = Omit<ArrivalRow, "id" | "at">;

const COLUMNS = Prisma.raw(`id, lot_id AS "lotId", bid_id AS "bidId", party_id AS "partyId", kind, digest, request,
  request_hash AS "requestHash", at`);

/**
 * Records the arrival of a complete statement, once: the instant that counts (protocol §5.2, R-71, R-72).
 *
 * One statement, one round trip, committed as it ends. The lot is locked FOR SHARE first: arrivals do not wait for each
 * other, only for a closer, and after one the answer is no. The clock is read from the locked row, so after the lock is
 * held; read in the locking SELECT, PostgreSQL would give the time *before* the wait, and a late bid could be in time.
 * Whether the clock is right was measured before and stands in a row of its own (protocol §5.1).
 * Nothing slow stands before this; checks come after and never move it.
 *
 * @returns the arrival; for a request that came before, the first one (repeating is not arriving again). A statement that
 *   was refused may come again under another signature: that is an arrival of its own, at its own instant.
 * @throws {Refusal} BIDDING_CLOSED with deadline and instant; CLOCK_OFF while the clock is more than a second off
 */
export async function recordArrival(arrival: NewArrival, on: Db = db()): Promise<ArrivalRow> {
  const [row] = await on.$queryRaw<{ id: string; at: Date }[]>`
    WITH held AS MATERIALIZED (
      SELECT id, deadline, intake FROM lot WHERE id = ${arrival.lotId}::uuid FOR SHARE
    ), c AS MATERIALIZED (
      SELECT held.*, platform_now() AS at FROM held
    )
    INSERT INTO arrival (lot_id, bid_id, party_id, kind, digest, request, request_hash, at)
    SELECT c.id, ${arrival.bidId}::uuid, ${arrival.partyId}::uuid, ${arrival.kind},
           ${arrival.digest}, ${Buffer.from(arrival.request)}, ${arrival.requestHash}, c.at
      FROM c
     WHERE c.intake = 'open' AND c.at < c.deadline
       AND NOT EXISTS (SELECT 1 FROM clock_watch w WHERE w.id = 1 AND w.stopped_at IS NOT NULL)
       AND NOT EXISTS (${earlierThan(arrival)})
        ON CONFLICT (lot_id, digest, request_hash) DO NOTHING
    RETURNING id, at`;
  if (row) return { ...arrival, ...row };
  // Not new or not in time; a twin that was committed while this one waited is seen only now.
  const earlier = await earlierArrival(arrival, on);
  if (earlier) return earlier;
  const [lot] = await on.$queryRaw<{ deadline: Date | null; at: Date; intake: string; since: Date | null }[]>`
    SELECT lot.deadline, lot.intake, platform_now() AS at, w.stopped_at AS since
      FROM lot, clock_watch w WHERE lot.id = ${arrival.lotId}::uuid AND w.id = 1`;
  if (!lot?.deadline) throw new Refusal("NOT_ALLOWED", { action: "lot.find" });
  // While the clock is off it is no judge of the deadline: only what is closed already is closed.
  // (Set right between the two questions, it is in time again and still was refused for that.)
  if (lot.intake === "open" && (lot.since || lot.at < lot.deadline))
    throw new Refusal("CLOCK_OFF", { since: lot.since ?? lot.at }, ["R-84"]);
  throw new Refusal("BIDDING_CLOSED", { deadline: lot.deadline, at: lot.at }, ["R-71", "R-72"]);
}

/**
 * What has arrived of this bid already: the very same request, or the same statement in a request that was accepted
 * (somebody whose receipt was lost on the way signs again, and is given the receipt). Null if neither came.
 */
export async function earlierArrival(arrival: Request, on: Db = db()): Promise<ArrivalRow | null> {
  const rows = await on.$queryRaw<ArrivalRow[]>`${earlierThan(arrival)} ORDER BY a.at LIMIT 1`;
  return rows[0] ?? null;
}

type Request = Pick<ArrivalRow, "bidId" | "digest" | "requestHash">;

const earlierThan = ({ bidId, digest, requestHash }: Request): Prisma.Sql => Prisma.sql`
  SELECT ${COLUMNS} FROM arrival a
   WHERE a.bid_id = ${bidId}::uuid AND a.digest = ${digest}
     AND (a.request_hash = ${requestHash}
          OR EXISTS (SELECT 1 FROM arrival_outcome o WHERE o.arrival_id = a.id AND o.accepted))`;

export type Outcome = {
  readonly accepted: boolean;
  readonly reason: string | null;
  readonly statementId: string | null;
};

export function outcomeOf(arrivalId: string, on: Db = db()): Promise<Outcome | null> {
  return on.arrivalOutcome.findUnique({ where: { arrivalId } });
}

/** Writes how an arrival ended, once; the unique key makes a second judge lose. */
export async function saveOutcome(tx: Tx, arrivalId: string, outcome: Outcome & { readonly at: Date }): Promise<void> {
  await tx.arrivalOutcome.create({ data: { arrivalId, ...outcome } });
}

/** Arrivals of a lot that nobody has judged yet: what the closer drains (protocol §5.3). */
export function unsettledArrivals(lotId: string): Promise<ArrivalRow[]> {
  return db().$queryRaw<ArrivalRow[]>`
    SELECT ${COLUMNS} FROM arrival a
     WHERE a.lot_id = ${lotId}::uuid AND NOT EXISTS (SELECT 1 FROM arrival_outcome o WHERE o.arrival_id = a.id)
     ORDER BY a.at`;
}
