import { beginBid, beginBidInput } from "@/lib/usecases/bid/begin-bid";
import { handler } from "@/lib/web/handler";

/** Opens one's own file for a lot, by the codes `{id, lot}` of its statements; asked again, the same one. */
export const POST = handler(beginBidInput, beginBid);
