import { verifyCms } from "@/lib/crypto/cms";
import { bytesToHex, sha256 } from "@/lib/crypto/bytes";
import { parseSeal } from "@/lib/crypto/seal";
import { loadSuite } from "@/lib/crypto/suite";
import type { SealedBidRow } from "@/lib/store/sealed-bids";
import { partsOf, uploadOfContainer } from "@/lib/store/uploads";
import { storedSegment } from "@/lib/usecases/bid/whole-upload";
import type { Deps } from "@/lib/usecases/deps";
import { isObjectProblem } from "@/lib/usecases/ports/objects";

/**
 * The seal check before any decryption: the stored statement is the one of the receipt, its signature verifies,
 * and every stored body, read again from the object store, has the digest the gateway noted and the root the bidder signed.
 * @throws {ObjectProblem} `unavailable`: nobody can say now
 */
export async function isIntact(bid: Pick<SealedBidRow, "digest" | "bytes" | "cms">, deps: Deps): Promise<boolean> {
  const seal = parseSeal(bid.bytes);
  const { hash } = await loadSuite(seal.suite);
  if (bytesToHex(hash(bid.bytes)) !== bid.digest) return false;
  if (!(await verifyCms(bid.bytes, bid.cms)).ok) return false;
  for (const segment of seal.segments) {
    const upload = await uploadOfContainer(segment.c);
    if (!upload) return false;
    const parts = (await partsOf(upload.id)).filter((part) => part.segment === segment.i);
    const stored = await storedSegment(parts, seal.suite);
    if (!stored || stored.root !== segment.root || stored.lengthBytes !== segment.len) return false;
    for (const part of parts) if (!(await objectIs(part.objectKey, part.sha256, deps))) return false;
  }
  return true;
}

async function objectIs(key: string, expected: string, deps: Deps): Promise<boolean> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of await deps.objects.get(key)) pieces.push(piece);
    const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return bytesToHex(await sha256(all)) === expected;
  } catch (error) {
    // Gone is gone; a store that is down says nothing of the bid, and is asked again later.
    if (isObjectProblem(error) && error.code === "absent") return false;
    throw error;
  }
}
