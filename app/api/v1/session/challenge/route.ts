import { prepareSignIn, prepareSignInInput } from "@/lib/usecases/session/sign-in-by-certificate";
import { handler } from "@/lib/web/handler";

/** A challenge to sign with a bound certificate: canonical `login` statement in `bytesBase64`, single use, 120 seconds. */
export const POST = handler(prepareSignInInput, prepareSignIn);
