import { checkReadiness, checkReadinessInput } from "@/lib/usecases/readiness/check-readiness";
import { handler } from "@/lib/web/handler";

/** The signed report of a readiness check. */
export const POST = handler(checkReadinessInput, checkReadiness);
