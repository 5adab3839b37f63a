import { receiptBundleInput } from "@/lib/usecases/bid/receipt-bundle";
import { receiptPdf } from "@/lib/usecases/bid/receipt-pdf";
import { binaryHandler } from "@/lib/web/binary";
import { parseInput } from "@/lib/web/parse";

/** The receipt of one version of one's own bid as a signed PDF, for people. */
export const GET = binaryHandler(0, async (actor, _body, { bidId }, request, deps) => {
  const digest = new URL(request.url).searchParams.get("digest");
  const pdf = await receiptPdf(actor, parseInput(receiptBundleInput, { bidId, digest }), deps);
  const name = `receipt-${String(digest).slice(0, 12)}.pdf`;
  return new Response(pdf as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
});
