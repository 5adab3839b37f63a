import { z } from "zod";
import { parseHeader } from "@/lib/crypto/header";
import { looksEncrypted } from "@/lib/crypto/looks-encrypted";
import { type PartTree, partTree } from "@/lib/crypto/part-tree";
import { loadSuite } from "@/lib/crypto/suite";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { notePart, type PartRow, placeOfPart, type UploadRow } from "@/lib/store/uploads";
import type { Deps } from "@/lib/usecases/deps";
import { isObjectProblem, type ObjectBody } from "@/lib/usecases/ports/objects";
import { spaceFull } from "./room-left";

/** A part is 128 chunks of 65 552 bytes (protocol §2.5); only the last of a segment is shorter. */
export const PART_BYTES = 128 * 65_552;

export const putPartInput = z.strictObject({
  uploadId: z.uuid(),
  segment: z.coerce.number().int().min(0).max(255),
  part: z.coerce.number().int().min(0).max(8192),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Read once, and not at all where the part is stored already. */
  body: z.custom<ObjectBody>((body) => body instanceof Uint8Array || (typeof body === "object" && body !== null)),
});

export type PartAnswer = { readonly segment: number; readonly part: number; readonly sha256: string };

/**
 * Stores one encrypted part, once. The object is durable before its row is written, and the row before the answer, so an
 * acknowledged part is never lost. A few pieces are held in memory, never a whole part.
 *
 * @throws {Refusal} BID_SPACE_FULL; FILE_DAMAGED where the bytes are not those announced, or another part with this place is stored
 */
export async function putPart(actor: Actor, input: z.infer<typeof putPartInput>, deps: Deps): Promise<PartAnswer> {
  const { uploadId, segment, part, body, sha256 } = input;
  const place = await placeOfPart(uploadId, segment, part);
  // Another's upload and none at all are refused alike.
  authorise(actor, "bid.upload", place && place.upload.partyId === actor.partyId ? "owner" : "none");
  if (!place) throw new Refusal("NOT_ALLOWED", { action: "bid.upload" });
  const { upload, stored } = place;
  if (stored) return answer(stored, sha256);
  // Before bytes are written that would only be removed again.
  if (place.keptBytes >= deps.limits.bidBytes) throw spaceFull(deps);
  // A random key: names in the object store must not tell which lot, who, or how many (protocol §6.5).
  const objectKey = `parts/${crypto.randomUUID()}`;
  const suite = await loadSuite(parseHeader(upload.header).suite);
  // Hashed while it comes in and is written. The store refuses other bytes than those announced.
  const tree = partTree(suite);
  const { sizeBytes } = await deps.objects.put(objectKey, ofOnePart(body, tree), { sha256 }).catch(damaged);
  // Judged while the bytes are at hand: the seal is checked without the object store, which may be down by then.
  const encrypted = part > 0 || looksEncrypted(tree.first());
  const [root, chunks] = [tree.root(), tree.chunks()];
  const row = { segment, part, sizeBytes, sha256, root, chunks, objectKey, encrypted };
  return answer(await noteOrRemove(upload, row, deps), sha256);
}

/**
 * The pieces of a part, each in its tree before it is passed on.
 *
 * @throws {Refusal} FILE_TOO_LARGE for more than a part, or nothing at all: the store then keeps nothing of it
 */
async function* ofOnePart(body: ObjectBody, tree: PartTree): AsyncIterable<Uint8Array> {
  const limitBytes = PART_BYTES;
  let length = 0;
  for await (const piece of body instanceof Uint8Array ? [body] : body) {
    length += piece.length;
    if (length > limitBytes) throw new Refusal("FILE_TOO_LARGE", { limitBytes });
    const hashing = tree.add(piece);
    if (hashing) await hashing;
    yield piece;
  }
  await tree.end();
  if (length === 0) throw new Refusal("FILE_TOO_LARGE", { limitBytes });
}

function damaged(error: unknown): never {
  if (isObjectProblem(error) && error.code === "digest") throw new Refusal("FILE_DAMAGED", {});
  throw error;
}

/**
 * Counted again where it counts: of many parts sent at once only those that fit are kept, the others' bytes go at once, and
 * so do those of a part that was sent twice at once. After any other fault they stay: where the connection broke at the
 * commit the row may stand, and a row without its object is a bid that cannot be opened.
 */
async function noteOrRemove(upload: UploadRow, row: PartRow, deps: Deps): Promise<PartRow> {
  const drop = () => deps.objects.remove(row.objectKey).catch(() => {});
  try {
    const kept = await notePart(upload, row, deps.limits.bidBytes);
    if (!kept) throw spaceFull(deps);
    if (kept.objectKey !== row.objectKey) await drop();
    return kept;
  } catch (error) {
    if (error instanceof Refusal) await drop();
    throw error;
  }
}

function answer(row: PartRow, sha256: string): PartAnswer {
  if (row.sha256 !== sha256) throw new Refusal("FILE_DAMAGED", {}, ["R-70"]);
  return { segment: row.segment, part: row.part, sha256: row.sha256 };
}
