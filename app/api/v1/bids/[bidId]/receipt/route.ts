import { receiptBundle, receiptBundleInput } from "@/lib/usecases/bid/receipt-bundle";
import { binaryHandler } from "@/lib/web/binary";
import { parseInput } from "@/lib/web/parse";

/** The `.sbcr` file of one version of one's own bid. */
export const GET = binaryHandler(0, async (actor, _body, { bidId }, request) => {
  const digest = new URL(request.url).searchParams.get("digest");
  const text = await receiptBundle(actor, parseInput(receiptBundleInput, { bidId, digest }));
  const name = `receipt-${String(digest).slice(0, 12)}.sbcr`;
  return new Response(text, {
    headers: {
      "content-type": "application/json",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
});
