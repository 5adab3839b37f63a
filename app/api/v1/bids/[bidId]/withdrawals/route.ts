import { REQUEST_BYTES } from "@/lib/usecases/bid/seal-request";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import { admitted } from "@/lib/web/admission";
import { binaryHandler } from "@/lib/web/binary";
import { settledResponse } from "@/lib/web/settled";

/** Takes a bid back before the deadline: u32 length of the statement, the statement, its CMS. */
export const POST = binaryHandler(REQUEST_BYTES, async (actor, body, { bidId }, _request, deps) =>
  settledResponse(
    actor,
    await submitBid(actor, { bidId: bidId ?? "", kind: "withdraw", body }, deps, (work) =>
      admitted("seal", actor, work),
    ),
  ),
);
