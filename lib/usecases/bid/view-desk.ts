import type { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { twoEnvelopes } from "@/lib/domain/envelopes";
import type { CompleteTerms, FormField } from "@/lib/domain/terms";
import { db } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { type BidView, viewBid, type viewBidInput } from "./view-bid";

export type BidDeskView = BidView & {
  readonly fields: readonly FormField[];
  readonly attachments: CompleteTerms["form"]["attachments"];
  readonly ceiling: string | null;
  readonly twoEnvelopes: boolean;
  readonly docsVersion: number;
  /** The bid bond that the documents demand and the bidder has not registered; null where nothing is missing. */
  readonly bondMissing: string | null;
  /** Whether the bidder's own letter about the result is there. */
  readonly letter: boolean;
};

/** The bidder's own bid with what the documents in force ask of it. */
export async function viewDesk(actor: Actor, input: z.infer<typeof viewBidInput>): Promise<BidDeskView> {
  const view = await viewBid(actor, input);
  const set = await currentSet(view.lot.id);
  const terms = set?.terms as unknown as CompleteTerms | undefined;
  const given = terms?.bond.required
    ? await db().bond.findFirst({
        where: { lotId: view.lot.id, partyId: actor.partyId ?? "", state: { in: ["matched", "held"] } },
        select: { id: true },
      })
    : null;
  const letter = await db().awardLetter.findUnique({
    where: { lotId_partyId: { lotId: view.lot.id, partyId: actor.partyId! } },
    select: { kind: true },
  });
  return {
    ...view,
    letter: letter !== null,
    bondMissing: terms?.bond.required && !given ? terms.bond.amount : null,
    fields: terms?.form.fields ?? [],
    attachments: terms?.form.attachments ?? [],
    ceiling: terms?.price.ceiling ?? null,
    twoEnvelopes: terms ? twoEnvelopes(terms) : false,
    docsVersion: set?.version ?? 0,
  };
}
