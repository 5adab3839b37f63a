import type { Deps } from "@/lib/usecases/deps";
import { looksPlain } from "./seal-request";

const SAMPLE_BYTES = 65_536;

/**
 * A cheap sanity test of ciphertext: no known file header, and a flat histogram (chi-squared of byte values). It cannot
 * prove that something decrypts; it stops whoever sends files in the open by mistake (Measures art. 26, R-70).
 */
export async function looksEncrypted(objectKey: string, deps: Deps): Promise<boolean> {
  const sample = await read(objectKey, deps);
  return !looksPlain(sample) && isFlat(sample);
}

/** Below 1 KiB no histogram says anything. The bound is ten standard deviations from what random bytes give. */
export function isFlat(bytes: Uint8Array): boolean {
  if (bytes.length < 1024) return true;
  const counts = new Uint32Array(256);
  for (const octet of bytes) counts[octet] = (counts[octet] ?? 0) + 1;
  const expected = bytes.length / 256;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chi < 255 + 10 * Math.sqrt(2 * 255);
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
