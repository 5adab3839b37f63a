import { viewTime, viewTimeInput } from "@/lib/usecases/evaluation/ask-for-time";
import { handler } from "@/lib/web/handler";

/** How long the committee has; the room asks it while marks are typed and the page must not be made anew. */
export const GET = handler(viewTimeInput, viewTime);
