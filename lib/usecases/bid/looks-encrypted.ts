import { isFlat, looksPlain } from "@/lib/crypto/looks-encrypted";
import type { Deps } from "@/lib/usecases/deps";

const SAMPLE_BYTES = 65_536;

/**
 * A cheap sanity test of ciphertext: no known file header, and a flat histogram (chi-squared of byte values). It cannot
 * prove that something decrypts; it stops whoever sends files in the open by mistake (Measures art. 26, R-70).
 */
export async function looksEncrypted(objectKey: string, deps: Deps): Promise<boolean> {
  const sample = await read(objectKey, deps);
  return !looksPlain(sample) && isFlat(sample);
}

async function read(objectKey: string, deps: Deps): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await deps.objects.get(objectKey, { from: 0, to: SAMPLE_BYTES })) pieces.push(piece);
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
