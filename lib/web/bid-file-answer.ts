import { Refusal } from "@/lib/domain/refusal";
import type { BidFileStream } from "@/lib/usecases/bid/read-bid-file";
import { byteRange, streamOf } from "./byte-range";
import { refusalResponse } from "./handler";
import { currentActor } from "./session";

/** Types a viewer frame shows; everything else only leaves as an attachment. */
const SHOWN = new Set(["application/pdf", "image/png", "image/jpeg", "text/plain"]);

/**
 * Headers of a document that a viewer frame of ours shows. It comes from a stranger and stands beside marks: never guessed
 * at, never stored, framed by our own pages only, and nothing in it runs. A PDF is drawn by the browser's own viewer, which
 * no browser starts inside a `sandbox`; there the policy forbids every load instead.
 */
export function viewerHeaders(name: string, media: string): Record<string, string> {
  const shown = SHOWN.has(media);
  const own = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
  return {
    "content-type": shown ? media : "application/octet-stream",
    "content-disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", "%27")}`,
    "content-security-policy": media === "application/pdf" ? own : `sandbox; ${own}`,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "cache-control": "private, no-store",
  };
}

/** Octets a request asks for, as use cases take them. */
export type AskedRange = { readonly from?: number; readonly to?: number };

/** A route's answer with a bidder's file, whole or by range; refusals as JSON. */
export async function bidFileAnswer(
  request: Request,
  read: (asked: AskedRange) => Promise<BidFileStream>,
): Promise<Response> {
  const range = byteRange(request.headers.get("range"));
  if (range === "unsatisfiable") return new Response(null, { status: 416 });
  const partial = range !== "whole";
  try {
    const { file, from, to, body } = await read(
      partial ? { from: range.from, ...(range.to === null ? {} : { to: range.to }) } : {},
    );
    const whole = `/${file.len}`;
    if (partial && from >= to)
      return new Response(null, { status: 416, headers: { "content-range": `bytes *${whole}` } });
    const headers = {
      ...viewerHeaders(file.name, file.media),
      "content-length": String(to - from),
      "accept-ranges": "bytes",
      ...(partial ? { "content-range": `bytes ${from}-${to - 1}${whole}` } : {}),
    };
    return new Response(streamOf(body), { status: partial ? 206 : 200, headers });
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(await currentActor(), error);
    throw error;
  }
}
