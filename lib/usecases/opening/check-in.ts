import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { checkIn } from "@/lib/store/openings";
import { ownBid } from "@/lib/usecases/bid/own-bid";

export const checkInInput = z.strictObject({ bidId: z.uuid() });

/** Signs a bidder in to the hall; whoever is absent is opened all the same (E29). */
export async function checkInToOpening(
  actor: Actor,
  input: z.infer<typeof checkInInput>,
): Promise<{ readonly here: true }> {
  const bid = await ownBid(actor, input.bidId, "opening.checkIn");
  if (!bid.digest) throw new Refusal("STATE_FORBIDS", { state: bid.state, event: "checkIn" }, ["R-96"]);
  await inTransaction(async (tx) => {
    // A repeated request is not a second arrival in the hall.
    if (!(await checkIn(tx, bid.lotId, bid.partyId, actor.personId ?? ""))) return;
    await record(tx, actor, {
      action: "opening.checkIn",
      objectKind: "bid",
      objectId: bid.id,
      lotId: bid.lotId,
      bidderSide: true,
    });
  });
  return { here: true };
}
