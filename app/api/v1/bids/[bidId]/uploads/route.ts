import { ANNOUNCED_BYTES, openBidUpload } from "@/lib/usecases/bid/open-upload";
import { binaryHandler } from "@/lib/web/binary";

/** Announces a container: the body is its header. Answers which parts are stored already. */
export const POST = binaryHandler(ANNOUNCED_BYTES, (actor, header, { bidId }, _request, deps) =>
  openBidUpload(actor, { bidId: bidId ?? "", header }, deps),
);
