import { relayRelease, relayReleaseInput } from "@/lib/usecases/opening/relay-release";
import { openDoor } from "@/lib/web/open-door";

const LIMIT_BYTES = 3_000_000;

/** A release that a witness or the supervisor forwards. */
export const POST = openDoor(LIMIT_BYTES, relayReleaseInput, ["R-99"], relayRelease);
