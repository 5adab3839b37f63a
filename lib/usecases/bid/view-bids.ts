import type { Actor } from "@/lib/domain/actor";
import type { BidState } from "@/lib/domain/bid";
import { type Stage, stageOf } from "@/lib/domain/lot";
import { authorise } from "@/lib/policy/authorise";
import { bidsOfParty } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { lotById } from "@/lib/store/lots";

export type OwnBidLine = {
  readonly id: string;
  readonly lotId: string;
  readonly lotName: string;
  readonly tenderName: string;
  readonly code: string;
  readonly deadline: Date | null;
  readonly state: BidState;
  readonly stage: Stage;
  readonly selfTested: boolean;
};

/** A bidder's own bids, those with the nearest deadline first. */
export async function viewBids(actor: Actor): Promise<{ readonly lines: readonly OwnBidLine[]; readonly now: Date }> {
  authorise(actor, "bid.prepare", "none");
  const now = await platformNow();
  const bids = actor.partyId ? await bidsOfParty(actor.partyId) : [];
  const lines = await Promise.all(
    bids.map(async (bid) => {
      const lot = await lotById(bid.lotId);
      return {
        id: bid.id,
        lotId: lot.id,
        lotName: lot.name,
        tenderName: lot.tender.name,
        code: lot.code,
        deadline: lot.deadline,
        state: bid.state,
        stage: stageOf(lot, now),
        selfTested: bid.selfTestedAt !== null,
      };
    }),
  );
  const time = (line: OwnBidLine) => line.deadline?.getTime() ?? 0;
  const open = lines.filter(({ stage }) => stage === "bidding").sort((a, b) => time(a) - time(b));
  const rest = lines.filter(({ stage }) => stage !== "bidding").sort((a, b) => time(b) - time(a));
  return { lines: [...open, ...rest], now };
}
