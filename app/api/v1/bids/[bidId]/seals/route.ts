import { REQUEST_BYTES } from "@/lib/usecases/bid/seal-request";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import { admitted } from "@/lib/web/admission";
import { binaryHandler } from "@/lib/web/binary";
import { settledResponse } from "@/lib/web/settled";

/** The act that submits: u32 length of the seal, the seal, its CMS. Repeating it gives the same receipt. */
export const POST = binaryHandler(REQUEST_BYTES, async (actor, body, { bidId }, _request, deps) =>
  settledResponse(
    actor,
    await submitBid(actor, { bidId: bidId ?? "", kind: "seal", body }, deps, (work) => admitted("seal", actor, work)),
  ),
);
