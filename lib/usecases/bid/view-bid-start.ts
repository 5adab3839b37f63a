import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { type LotFlag, flagOf, type Stage, stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { bidOf } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { type LotWithTender, lotById } from "@/lib/store/lots";
import { partyIsVerified } from "@/lib/store/parties";

export const viewBidStartInput = z.strictObject({ lotId: z.uuid() });

export type BidStartView = {
  readonly lot: LotWithTender;
  readonly stage: Stage;
  readonly flag: LotFlag | null;
  /** The party's own bid, if it began one. */
  readonly bidId: string | null;
  readonly verified: boolean;
};

/** Where a bidder begins a bid for a lot, or goes on with the one it has. */
export async function viewBidStart(actor: Actor, input: z.infer<typeof viewBidStartInput>): Promise<BidStartView> {
  authorise(actor, "bid.prepare", "none");
  const { partyId } = actor;
  const lot = await lotById(input.lotId);
  if (!partyId || !lot.publishedAt) throw new Refusal("NOT_ALLOWED", { action: "bid.prepare" });
  const [bid, verified, now] = await Promise.all([bidOf(lot.id, partyId), partyIsVerified(partyId), platformNow()]);
  return { lot, stage: stageOf(lot, now), flag: flagOf(lot), bidId: bid?.id ?? null, verified };
}
