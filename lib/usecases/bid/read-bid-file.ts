import { z } from "zod";
import { bytesToHex } from "@/lib/crypto/bytes";
import type { ManifestFile } from "@/lib/crypto/manifest";
import { checkFile, type OpenedSegment, streamFile } from "@/lib/crypto/open";
import { reasonOf, reject } from "@/lib/crypto/reasons";
import { hashStream } from "@/lib/crypto/stream-hash";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { isBlind } from "@/lib/domain/marking";
import { AT_WORK } from "@/lib/domain/evaluation";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { maySee } from "@/lib/policy/table";
import { record } from "@/lib/store/audit";
import { benchOfLot } from "@/lib/store/benches";
import { announcedBid, type BidRow } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";
import { mustBeAtVenue } from "@/lib/usecases/evaluation/venue";
import { type BidFile, bidContents, bidFile } from "./bid-contents";

const reason = z.string().trim().max(500).optional();
export const listBidFilesInput = z.strictObject({ bidId: z.uuid(), reason });

/** Files of an opened bid for whoever may look into it: names, sizes and digests from its manifests. */
export async function listBidFiles(
  actor: Actor,
  input: z.infer<typeof listBidFilesInput>,
  deps: Deps,
): Promise<readonly BidFile[]> {
  const { bid, digest } = await readableBid(actor, input);
  await noteLook(actor, bid, { files: true, reason: input.reason ?? "" });
  return bidContents(digest, deps);
}

export const readBidFileInput = z.strictObject({
  bidId: z.uuid(),
  segment: z.coerce.number().int().min(0).max(255),
  index: z.coerce.number().int().min(0).max(9_999),
  /** Octets [from, to); the whole file without. */
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
  reason,
});

export type BidFileStream = {
  readonly file: Pick<ManifestFile, "name" | "media" | "len" | "sha256">;
  readonly from: number;
  readonly to: number;
  readonly body: AsyncIterable<Uint8Array>;
};

/**
 * One file of an opened bid, decrypted on its way out of the object store; no plaintext is kept. A chunk leaves only when
 * its tag is right. A whole file ends only when its digest is that of the manifest; before a range is given, the whole was
 * checked once.
 *
 * @throws {Refusal} NOT_ALLOWED, FILE_MISSING, FILE_DAMAGED; REASON_NEEDED for a supervisor's look without one
 */
export async function readBidFile(
  actor: Actor,
  input: z.infer<typeof readBidFileInput>,
  deps: Deps,
): Promise<BidFileStream> {
  const { bid, digest } = await readableBid(actor, input);
  const found = await streamBidFile(digest, input, deps);
  // A viewer asks for many ranges of one document: the look is noted with its beginning.
  if (found.from === 0) await noteLook(actor, bid, { file: found.file.name, reason: input.reason ?? "" });
  return found;
}

/** The same without asking who reads: for callers that did. */
export async function streamBidFile(
  digest: string,
  input: Omit<z.infer<typeof readBidFileInput>, "bidId" | "reason">,
  deps: Deps,
): Promise<BidFileStream> {
  const { opened, file } = await bidFile(digest, input, deps);
  const from = Math.min(input.from ?? 0, file.len);
  const to = Math.min(input.to ?? file.len, file.len);
  const whole = from === 0 && to === file.len;
  if (!whole) await checkedOnce(`${digest}/${input.segment}/${input.index}`, opened, file);
  const { name, media, len, sha256 } = file;
  return {
    file: { name, media, len, sha256 },
    from,
    to,
    body: whole ? wholeFile(opened, file) : streamFile(opened, file, from, to),
  };
}

async function readableBid(
  actor: Actor,
  input: { readonly bidId: string; readonly reason?: string | undefined },
): Promise<{ readonly bid: BidRow; readonly lot: LotWithTender; readonly digest: string }> {
  if (actor.role === "public") throw new Refusal("SIGN_IN_NEEDED", {});
  const bid = await announcedBid(input.bidId);
  const lot = await lotById(bid.lotId);
  const own = actor.role === "bidder" && actor.partyId === bid.partyId;
  const relation = own ? "owner" : actor.role === "bidder" ? "none" : await relationToLot(actor, lot);
  const stage = stageOf(lot, await platformNow());
  const hidden = new Refusal("NOT_ALLOWED", { action: "bid.find" });
  if (!maySee("bid", "files", { role: actor.role, relation, stage }) || !lot.announcedAt || !bid.digest) throw hidden;
  // While the blind part is marked, a member reads bids under its codes in the room, nowhere by name.
  if (actor.role === "evaluator" && !(await isReviewedByName(actor, lot.id))) throw hidden;
  if (actor.role === "supervisor" && (input.reason ?? "").length < 2) throw new Refusal("REASON_NEEDED", {}, ["R-159"]);
  return { bid, lot, digest: bid.digest };
}

/** States of a committee in which its members read bids: none before all have signed at the door. */
export const REVIEWING: readonly string[] = [...AT_WORK, "rechecking"];

async function isReviewedByName(actor: Actor, lotId: string): Promise<boolean> {
  const [bench, set] = await Promise.all([benchOfLot(lotId), currentSet(lotId)]);
  const terms = set?.terms as unknown as CompleteTerms | undefined;
  if (!bench || !terms || !REVIEWING.includes(bench.state)) return false;
  mustBeAtVenue(actor, bench);
  return !(bench.state === "detailed" && isBlind(terms.method, "technical"));
}

/** Each look into another's bid is on record, with its reason where one is demanded. */
const noteLook = (actor: Actor, bid: BidRow, facts: Record<string, string | boolean>) =>
  actor.role === "bidder"
    ? Promise.resolve("")
    : inTransaction((tx) =>
        record(tx, actor, { action: "bid.read", objectKind: "bid", objectId: bid.id, lotId: bid.lotId, facts }),
      );

/** Holds the last piece back until the digest is known: a reader never gets a whole file that is another one. */
async function* wholeFile(opened: OpenedSegment, file: ManifestFile): AsyncGenerator<Uint8Array> {
  const { pieces, digests } = hashStream(streamFile(opened, file), ["sha256"]);
  let held: Uint8Array | null = null;
  for await (const piece of pieces) {
    if (held) yield held;
    held = piece;
  }
  const [sha256] = await digests();
  if (!sha256 || bytesToHex(sha256) !== file.sha256) reject("file-digest", file.name);
  if (held) yield held;
}

const CHECKED_MAX = 10_000;
const checked = new Set<string>();

async function checkedOnce(key: string, opened: OpenedSegment, file: ManifestFile): Promise<void> {
  if (checked.has(key)) return;
  try {
    await checkFile(opened, file);
  } catch (error) {
    if (reasonOf(error)) throw new Refusal("FILE_DAMAGED", {}, ["R-164"]);
    throw error;
  }
  if (checked.size >= CHECKED_MAX) checked.clear();
  checked.add(key);
}
