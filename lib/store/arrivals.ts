import { Refusal } from "@/lib/domain/refusal";
import { type Db, db, inTransaction, type Tx } from "./db";

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

const COLUMNS = `id, lot_id AS "lotId", bid_id AS "bidId", party_id AS "partyId", kind, digest, request,
  request_hash AS "requestHash", at`;

/**
 * Records the arrival of a complete statement, once: the instant that counts (protocol §5.2, R-71, R-72).
 *
 * The lot is locked FOR SHARE first: arrivals do not wait for each other, only for a closer, and after one the answer is
 * no. The clock is read after the lock is held; read in the locking SELECT, PostgreSQL would give the time *before* the
 * wait, and a late bid could be in time. Nothing slow stands before this; checks come after and never move it.
 *
 * @returns the arrival; for a request that came before, the first one (repeating is not arriving again). A statement that
 *   was refused may come again under another signature: that is an arrival of its own, at its own instant.
 * @throws {Refusal} BIDDING_CLOSED with deadline and instant
 */
export function recordArrival(arrival: NewArrival): Promise<ArrivalRow> {
  return inTransaction(async (tx) => {
    const [lot] = await tx.$queryRaw<{ deadline: Date | null; intake: string }[]>`
      SELECT deadline, intake FROM lot WHERE id = ${arrival.lotId}::uuid FOR SHARE`;
    if (!lot?.deadline) throw new Refusal("NOT_ALLOWED", { action: "lot.find" });
    const earlier = await earlierArrival(arrival, tx);
    if (earlier) return earlier;
    const rows = await tx.$queryRaw<{ id: string; at: Date }[]>`
      WITH c AS MATERIALIZED (SELECT platform_now() AS at)
      INSERT INTO arrival (lot_id, bid_id, party_id, kind, digest, request, request_hash, at)
      SELECT ${arrival.lotId}::uuid, ${arrival.bidId}::uuid, ${arrival.partyId}::uuid, ${arrival.kind},
             ${arrival.digest}, ${Buffer.from(arrival.request)}, ${arrival.requestHash}, c.at
        FROM c, lot l
       WHERE l.id = ${arrival.lotId}::uuid AND l.intake = 'open' AND c.at < l.deadline
          ON CONFLICT (lot_id, digest, request_hash) DO NOTHING
      RETURNING id, at`;
    const row = rows[0];
    if (row) return { ...arrival, ...row };
    const [clock] = await tx.$queryRaw<{ at: Date }[]>`SELECT platform_now() AS at`;
    const twin = await earlierArrival(arrival, tx);
    if (twin) return twin;
    throw new Refusal("BIDDING_CLOSED", { deadline: lot.deadline, at: clock?.at ?? lot.deadline }, ["R-71", "R-72"]);
  });
}

/**
 * What has arrived of this bid already: the very same request, or the same statement in a request that was accepted
 * (somebody whose receipt was lost on the way signs again, and is given the receipt). Null if neither came.
 */
export async function earlierArrival(
  { bidId, digest, requestHash }: Pick<ArrivalRow, "bidId" | "digest" | "requestHash">,
  on: Db = db(),
): Promise<ArrivalRow | null> {
  const rows = await on.$queryRawUnsafe<ArrivalRow[]>(
    `SELECT ${COLUMNS} FROM arrival a
      WHERE a.bid_id = $1::uuid AND a.digest = $2
        AND (a.request_hash = $3
             OR EXISTS (SELECT 1 FROM arrival_outcome o WHERE o.arrival_id = a.id AND o.accepted))
      ORDER BY a.at LIMIT 1`,
    bidId,
    digest,
    requestHash,
  );
  return rows[0] ?? null;
}

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
  return db().$queryRawUnsafe<ArrivalRow[]>(
    `SELECT ${COLUMNS} FROM arrival a
      WHERE a.lot_id = $1::uuid AND NOT EXISTS (SELECT 1 FROM arrival_outcome o WHERE o.arrival_id = a.id)
      ORDER BY a.at`,
    lotId,
  );
}
