import type { BidFileStream } from "@/lib/usecases/bid/read-bid-file";
import { streamOf } from "./byte-range";

/** Types a viewer frame shows; everything else only leaves as an attachment. */
const SHOWN = new Set(["application/pdf", "image/png", "image/jpeg", "text/plain"]);

/**
 * A bidder's file as an answer. It comes from a stranger and is shown beside marks: never guessed at, never stored, framed
 * by our own pages only, and nothing in it runs. A PDF is drawn by the browser's own viewer, which no browser starts inside
 * a `sandbox`; there the policy forbids every load and script instead.
 */
export function bidFileAnswer({ file, from, to, body }: BidFileStream, partial: boolean): Response {
  const shown = SHOWN.has(file.media);
  const name = encodeURIComponent(file.name).replaceAll("'", "%27");
  const own = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
  const headers: Record<string, string> = {
    "content-type": shown ? file.media : "application/octet-stream",
    "content-length": String(to - from),
    "content-disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "content-security-policy": file.media === "application/pdf" ? own : `sandbox; ${own}`,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "cache-control": "private, no-store",
    "accept-ranges": "bytes",
  };
  if (partial) headers["content-range"] = `bytes ${from}-${to - 1}/${file.len}`;
  return new Response(streamOf(body), { status: partial ? 206 : 200, headers });
}
