import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { saveDraft } from "@/lib/store/bids";
import { inTransaction } from "@/lib/store/db";
import { ownBid } from "./own-bid";

/** What a bidder filled in so far. Files are named only: their bytes never leave the bidder's computer unsealed. */
export const bidDraft = z.strictObject({
  form: z.record(z.string().max(64), z.string().max(1000)),
  files: z
    .array(z.strictObject({ name: z.string().max(255), role: z.string().max(64), sizeBytes: z.int().nonnegative() }))
    .max(1000),
});

export const saveDraftInput = z.strictObject({ bidId: z.uuid(), draft: bidDraft, seenAt: z.iso.datetime() });

/**
 * Saves the draft, unless another tab or person saved since it was shown.
 *
 * @returns the new version mark, to be sent with the next save
 * @throws {Refusal} STALE
 */
export async function saveBidDraft(
  actor: Actor,
  input: z.infer<typeof saveDraftInput>,
): Promise<{ readonly seenAt: string }> {
  const bid = await ownBid(actor, input.bidId, "bid.edit");
  const at = await inTransaction((tx) => saveDraft(tx, bid.id, input.draft, new Date(input.seenAt)));
  return { seenAt: at.toISOString() };
}
