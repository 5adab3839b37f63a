import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import type { Action } from "@/lib/policy/table";
import { authorise } from "@/lib/policy/authorise";
import { type BidRow, bidById } from "@/lib/store/bids";

/**
 * The actor's own bid, or a refusal that looks the same for another's bid and for none.
 *
 * @throws {Refusal} NOT_ALLOWED, SIGN_IN_NEEDED
 */
export async function ownBid(
  actor: Actor,
  bidId: string,
  action: Action,
): Promise<BidRow & { readonly partyId: string }> {
  const bid = await bidById(bidId).catch((error: unknown) => {
    // A visitor is told to sign in whether the bid exists or not.
    if (error instanceof Refusal) authorise(actor, action, "none");
    throw error;
  });
  authorise(actor, action, bid.partyId === actor.partyId ? "owner" : "none");
  return bid;
}
