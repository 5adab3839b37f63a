import { redirect } from "next/navigation";
import { viewBidStart } from "@/lib/usecases/bid/view-bid-start";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

/** The bid of a lot by the lot's id alone, for links that know no more. */
export default async function BidByLotPage({ params }: { readonly params: Promise<{ lotId: string }> }) {
  const { lotId } = await params;
  const { lot, bidId } = await orNotFound(viewBidStart(await currentActor(), { lotId }));
  redirect(bidId ? `/work/bids/${bidId}` : `/work/tenders/${lot.tenderId}/lots/${lotId}/bid`);
}
