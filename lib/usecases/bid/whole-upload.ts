import { bytesToHex } from "@/lib/crypto/bytes";
import { foldParts } from "@/lib/crypto/merkle";
import { loadSuite, type SuiteId } from "@/lib/crypto/suite";
import { Refusal } from "@/lib/domain/refusal";
import type { BidRow } from "@/lib/store/bids";
import { type PartRow, partsOf, uploadOfContainer } from "@/lib/store/uploads";
import type { SealRequest } from "./seal-request";

/** Length and tree root of one stored segment body, as the gateway computed them. */
export type StoredSegment = { readonly lengthBytes: number; readonly root: string };

/** Folds the parts of a segment into its length and RFC 6962 root; null where a part is missing. */
export async function storedSegment(parts: readonly PartRow[], suite: SuiteId): Promise<StoredSegment | null> {
  const complete = parts.length > 0 && parts.every((part, index) => part.part === index);
  const ragged = parts.slice(0, -1).some((part) => part.chunks !== 128);
  if (!complete || ragged) return null;
  const root = foldParts(
    parts.map((part) => part.root),
    await loadSuite(suite),
  );
  return { lengthBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0), root: bytesToHex(root) };
}

/**
 * Makes sure that header and every part of the containers a seal names are stored, before the arrival is recorded: what is
 * on its way at the deadline is not submitted. Whether they are the right bytes is checked after.
 *
 * @throws {Refusal} BID_INCOMPLETE
 */
export async function wholeUpload(bid: BidRow, request: SealRequest): Promise<void> {
  if (request.kind !== "seal") return;
  const { segments, suite } = request.seal;
  for (const container of new Set(segments.map((segment) => segment.c))) {
    const upload = await uploadOfContainer(container);
    if (!upload || upload.bidId !== bid.id) throw new Refusal("BID_INCOMPLETE", {}, ["R-71"]);
    const parts = await partsOf(upload.id);
    for (const segment of segments.filter(({ c }) => c === container)) {
      const stored = await storedSegment(
        parts.filter((part) => part.segment === segment.i),
        suite,
      );
      if (!stored || stored.lengthBytes < segment.len) throw new Refusal("BID_INCOMPLETE", {}, ["R-71"]);
    }
  }
}
