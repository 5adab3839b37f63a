import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { saveSelfTest } from "@/lib/store/bids";
import { inTransaction } from "@/lib/store/db";
import { ownBid } from "./own-bid";

export const noteSelfTestInput = z.strictObject({ bidId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) });

/** Notes that the bidder's own program took M out of the submitted header again and found it right (protocol §2.11, 1). */
export async function noteSelfTest(
  actor: Actor,
  input: z.infer<typeof noteSelfTestInput>,
): Promise<{ readonly noted: true }> {
  const bid = await ownBid(actor, input.bidId, "bid.edit");
  if (bid.digest !== input.digest) throw new Refusal("STALE", {});
  await inTransaction(async (tx) => {
    await saveSelfTest(tx, bid.id);
    await record(tx, actor, {
      action: "bid.selfTest",
      objectKind: "bid",
      objectId: bid.id,
      lotId: bid.lotId,
      bidderSide: true,
    });
  });
  return { noted: true };
}
