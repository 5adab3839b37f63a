import { parsePolicy } from "@/lib/crypto/policy";
import { Refusal } from "@/lib/domain/refusal";
import type { BidRow } from "@/lib/store/bids";
import type { Db } from "@/lib/store/db";
import { db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { openedBid } from "@/lib/store/openings";
import { currentPolicy } from "@/lib/store/policies";

/**
 * Why the plaintext of this bid may not be submitted again at `now`, or nothing (protocol §2.11, 6): the opening policy
 * allows it, the decryption window is over and the remedial one is not, nothing is frozen, and its bidder has given no
 * secrets for it.
 *
 * @throws {Refusal} RESUBMISSION_NOT_ALLOWED, TOO_EARLY, TOO_LATE, STATE_FORBIDS
 */
export async function mustBeRemedy(
  lot: LotWithTender,
  bid: Pick<BidRow, "digest">,
  now: Date,
  on: Db = db(),
): Promise<{ readonly number: number }> {
  const policy = await currentPolicy(lot.id, on);
  if (!policy || !parsePolicy(policy.bytes).resubmit) throw new Refusal("RESUBMISSION_NOT_ALLOWED", {}, ["R-99"]);
  if (lot.frozenAt) throw new Refusal("STATE_FORBIDS", { state: "frozen", event: "resubmit" }, ["R-98"]);
  const line = bid.digest ? await openedBid(bid.digest, on) : null;
  if (!line || !lot.windowEndsAt || !lot.remedyEndsAt || lot.failedAt || lot.terminatedAt)
    throw new Refusal("STATE_FORBIDS", { state: "opening", event: "resubmit" }, ["R-99"]);
  // While the window runs the bidder decrypts in the ordinary ways: the remedy is for what failed in it.
  if (now < lot.windowEndsAt) throw new Refusal("TOO_EARLY", { from: lot.windowEndsAt }, ["R-99"]);
  if (now >= lot.remedyEndsAt) throw new Refusal("TOO_LATE", { limit: lot.remedyEndsAt }, ["R-99"]);
  if (line.released) throw new Refusal("STATE_FORBIDS", { state: "released", event: "resubmit" }, ["R-99"]);
  return { number: line.number };
}

/** The same as a question. */
export async function mayResubmit(lot: LotWithTender, bid: Pick<BidRow, "digest">, now: Date): Promise<boolean> {
  try {
    await mustBeRemedy(lot, bid, now);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
