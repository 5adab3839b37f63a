import { PROBE_BYTES, probeLine } from "@/lib/usecases/readiness/probe-line";
import { binaryHandler } from "@/lib/web/binary";

/** A place to send bytes to and measure the line; nothing is kept. */
export const POST = binaryHandler(PROBE_BYTES, (actor, body) => probeLine(actor, body));
