import { prepareRelease, prepareReleaseInput } from "@/lib/usecases/opening/prepare-release";
import { releaseBid, releaseBidInput } from "@/lib/usecases/opening/release-bid";
import { handler } from "@/lib/web/handler";

/** What a release needs in the window: bid id, nonce, the headers that hold the groups. */
export const GET = handler(prepareReleaseInput, prepareRelease);

/** Gives the bidder's secrets: canonical `release` statement, signed or from a session with a second factor. */
export const POST = handler(releaseBidInput, releaseBid);
