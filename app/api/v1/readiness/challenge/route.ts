import { prepareReadiness, prepareReadinessInput } from "@/lib/usecases/readiness/check-readiness";
import { handler } from "@/lib/web/handler";

/** A statement for a trial signature: canonical, in `bytesBase64`, single use. */
export const POST = handler(prepareReadinessInput, prepareReadiness);
