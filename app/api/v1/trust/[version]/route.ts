import { trustPaperResponse } from "@/lib/web/trust-paper";

/** One version of the trust list, the very bytes the platform signed. */
export const GET = trustPaperResponse("json");
