import { trustPaperResponse } from "@/lib/web/trust-paper";

/** Event, blind and inclusion proof of that version in the transparency log. */
export const GET = trustPaperResponse("proof");
