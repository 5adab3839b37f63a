import { z } from "zod";
import { bytesToHex, sha256 } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { recordArrival } from "@/lib/store/arrivals";
import type { BidRow } from "@/lib/store/bids";
import type { Deps } from "@/lib/usecases/deps";
import { ownBid } from "./own-bid";
import { refuseStatement } from "./refuse-statement";
import { readRequest, type SealRequest } from "./seal-request";
import { settleArrival, type Settled } from "./settle-arrival";
import { wholeUpload } from "./whole-upload";

export const submitBidInput = z.strictObject({
  bidId: z.uuid(),
  kind: z.enum(["seal", "withdraw"]),
  /** u32 length of the statement, the statement, its CMS (protocol §5.2). */
  body: z.instanceof(Uint8Array<ArrayBufferLike>),
});

/**
 * Receives a signed seal, or a withdrawal: the act that submits, replaces or takes back a bid.
 *
 * Order of acts (settled 8): everything the statement speaks of is durable *before* the arrival; the arrival is one row
 * under the lot's share lock by the database's clock; the checks come after and never move it. Repeating the request
 * gives the first answer. Every "no" is a signed statement the bidder can complain with.
 */
export async function submitBid(actor: Actor, input: z.infer<typeof submitBidInput>, deps: Deps): Promise<Settled> {
  const action = input.kind === "seal" ? "bid.submit" : "bid.withdraw";
  const bid = await ownBid(actor, input.bidId, action);
  authorise(actor, action, "owner");
  const digest = bytesToHex(await sha256(input.body));
  try {
    const request = await readRequest(input.kind, input.body);
    if (input.kind === "seal") await wholeUpload(bid, request);
    const arrival = await recordArrival(arrivalOf(bid, input.kind, request, input.body));
    return await settleArrival(actor, arrival, deps);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuseStatement(actor, { lotId: bid.lotId, bidId: bid.id, digest, arrivalId: null }, error, deps);
  }
}

const arrivalOf = (
  bid: BidRow & { readonly partyId: string },
  kind: string,
  request: SealRequest,
  body: Uint8Array,
) => ({
  lotId: bid.lotId,
  bidId: bid.id,
  partyId: bid.partyId,
  kind,
  digest: request.digest,
  request: body,
});
