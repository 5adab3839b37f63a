import { trustPaperResponse } from "@/lib/web/trust-paper";

/** The platform's detached CMS over that version. */
export const GET = trustPaperResponse("p7s");
