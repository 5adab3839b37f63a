import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { type BidRow, ensureBid } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { partyIsVerified } from "@/lib/store/parties";

export const prepareBidInput = z.strictObject({ lotId: z.uuid() });

/**
 * Opens the bidder's file for a lot, as a draft; asked again, the same one. Needs a verified registration and
 * nothing else: no sign-up, no approval.
 */
export async function prepareBid(actor: Actor, input: z.infer<typeof prepareBidInput>): Promise<BidRow> {
  authorise(actor, "bid.prepare", "none");
  const partyId = actor.partyId;
  if (!partyId || !(await partyIsVerified(partyId))) throw new Refusal("NOT_VERIFIED", {}, ["R-27"]);
  const lot = await lotById(input.lotId);
  const existing = await db().bid.findUnique({ where: { lotId_partyId: { lotId: lot.id, partyId } } });
  if (existing) return existing as BidRow;
  const stage = stageOf(lot, await platformNow());
  if (stage !== "bidding") throw new Refusal("STATE_FORBIDS", { state: stage, event: "prepare" }, ["R-72"]);
  // Who has an interest in the tender on the other side may not bid in it.
  if (partyId === lot.tender.tendereeId || partyId === lot.tender.agencyId)
    throw new Refusal("NOT_ALLOWED", { action: "bid.prepare" }, ["R-09", "R-78"]);
  return inTransaction(async (tx) => {
    const bid = await ensureBid(tx, lot.id, partyId);
    await record(tx, actor, {
      action: "bid.prepare",
      objectKind: "bid",
      objectId: bid.id,
      lotId: lot.id,
      bidderSide: true,
    });
    return bid;
  });
}
