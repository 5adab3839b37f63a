import { z } from "zod";
import { bytesToHex, sha256 } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { earlierArrival, recordArrival } from "@/lib/store/arrivals";
import type { BidRow } from "@/lib/store/bids";
import { lotById } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";
import { mustBeSigner } from "@/lib/usecases/signing/must-sign";
import { checkRequest } from "./check-seal";
import { ownBid } from "./own-bid";
import { refuseStatement } from "./refuse-statement";
import { refusedTooOften } from "./room-left";
import { readRequest, type SealRequest } from "./seal-request";
import { settleArrival, type Settled } from "./settle-arrival";
import { wholeUpload } from "./whole-upload";
import { suiteOfLot } from "./suite-of-lot";

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
 * gives the first answer; a statement signed with the wrong certificate can be signed again. Every "no" to a signer is a signed statement the bidder can complain with, up to a number.
 *
 * @param inTurn the checks wait for their turn with it; the arrival never does
 * @throws {Refusal} NOT_A_SIGNER; and whatever would be refused once too many signed refusals are kept
 */
export async function submitBid(
  actor: Actor,
  input: z.infer<typeof submitBidInput>,
  deps: Deps,
  inTurn: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
): Promise<Settled> {
  const action = input.kind === "seal" ? "bid.submit" : "bid.withdraw";
  const bid = await ownBid(actor, input.bidId, action);
  authorise(actor, action, "owner");
  // Asked before the arrival: who may not sign for the bidder does not submit for it, whoever signed the bytes.
  await mustBeSigner(actor);
  const crowded = await refusedTooOften(bid, deps);
  try {
    const request = await readRequest(input.kind, input.body, await suiteOfLot(bid.lotId));
    if (request.kind === "seal") await wholeUpload(bid, request.seal);
    const requestHash = bytesToHex(await sha256(input.body));
    const arriving = { ...arrivalOf(bid, input.kind, request, input.body), requestHash };
    if (crowded && !(await earlierArrival(arriving)))
      await checkRequest(bid.id, request, await lotById(bid.lotId), deps);
    const arrival = await recordArrival(arriving);
    return await inTurn(() => settleArrival(actor, arrival, deps, request));
  } catch (error) {
    if (!(error instanceof Refusal) || crowded) throw error;
    const digest = bytesToHex(await sha256(input.body));
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
