import { bytesToHex } from "@/lib/crypto/bytes";
import { foldParts } from "@/lib/crypto/merkle";
import type { Seal } from "@/lib/crypto/seal";
import { loadSuite, type SuiteId } from "@/lib/crypto/suite";
import { Refusal } from "@/lib/domain/refusal";
import type { BidRow } from "@/lib/store/bids";
import { type PartRow, uploadsOf, type WholeUpload } from "@/lib/store/uploads";

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

/** What is stored of all containers that a seal names: read once, asked by every check. */
export type Stored = ReadonlyMap<string, WholeUpload>;

export const storedOf = ({ container, segments }: Seal): Promise<Stored> =>
  uploadsOf([...new Set([container, ...segments.map(({ c }) => c)])]);

/** The parts of one segment of a seal, in order. */
export const partsOfSegment = (stored: Stored, { c, i }: Seal["segments"][number]): readonly PartRow[] =>
  stored.get(c)?.parts.filter(({ segment }) => segment === i) ?? [];

/**
 * Makes sure that header and every part of the containers a seal names are stored, before the arrival is recorded: what is
 * on its way at the deadline is not submitted. Whether they are the right bytes is checked after.
 *
 * @returns what is stored, for the checks
 * @throws {Refusal} BID_INCOMPLETE
 */
export async function wholeUpload(bid: BidRow, seal: Seal): Promise<Stored> {
  const stored = await storedOf(seal);
  for (const segment of seal.segments) {
    if (stored.get(segment.c)?.bidId !== bid.id) throw new Refusal("BID_INCOMPLETE", {}, ["R-71"]);
    const whole = await storedSegment(partsOfSegment(stored, segment), seal.suite);
    if (!whole || whole.lengthBytes < segment.len) throw new Refusal("BID_INCOMPLETE", {}, ["R-71"]);
  }
  return stored;
}
