import { prepareResubmission, prepareResubmissionInput } from "@/lib/usecases/opening/prepare-resubmission";
import { resubmitBid, resubmitBidInput } from "@/lib/usecases/opening/resubmit-bid";
import { handler } from "@/lib/web/handler";
import { settledResponse } from "@/lib/web/settled";

/** What sealing the same content again needs, in the remedial window and where the documents allow it. */
export const GET = handler(prepareResubmissionInput, prepareResubmission);

/** The seal of the container made anew with the release of its secrets; answers as a seal does (protocol §2.11, 6). */
export const POST = handler(resubmitBidInput, async (actor, input, deps) =>
  settledResponse(actor, await resubmitBid(actor, input, deps)),
);
