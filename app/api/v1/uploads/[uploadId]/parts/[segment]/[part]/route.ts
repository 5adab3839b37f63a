import { PART_BYTES, putPart, putPartInput } from "@/lib/usecases/bid/put-part";
import { admitted } from "@/lib/web/admission";
import { parseInput } from "@/lib/web/parse";
import { streamHandler } from "@/lib/web/binary";

/** Stores one encrypted part; its SHA-256 stands in `x-content-sha256`. Repeating it is harmless. */
export const PUT = streamHandler(PART_BYTES, (actor, body, params, request, deps) => {
  const input = parseInput(putPartInput, { ...params, body, sha256: request.headers.get("x-content-sha256") });
  return admitted("part", actor, () => putPart(actor, input, deps));
});
