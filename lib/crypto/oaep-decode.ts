import { hash } from "./bytes";

const HASH_BYTES = 32;

/**
 * Takes RSAES-OAEP padding off (RFC 8017 §7.1.2 step 3; SHA-256 for hash and mask, empty label), for keys whose token does
 * the bare arithmetic alone. It runs on the key owner's own machine: there is nobody whose questions could be answered.
 *
 * @param encoded what the private key made of the ciphertext, as long as the modulus
 * @returns null for everything that is not so padded
 */
export function oaepDecode(encoded: Uint8Array): Uint8Array | null {
  if (encoded.length < 2 * HASH_BYTES + 2) return null;
  const seed = masked(encoded.subarray(1, 1 + HASH_BYTES), encoded.subarray(1 + HASH_BYTES));
  const data = masked(encoded.subarray(1 + HASH_BYTES), seed);
  const label = hash(new Uint8Array());
  let wrong = encoded[0]!;
  for (let i = 0; i < HASH_BYTES; i++) wrong |= data[i]! ^ label[i]!;
  let at = HASH_BYTES;
  while (at < data.length && data[at] === 0) at++;
  if (wrong !== 0 || data[at] !== 1) return null;
  return data.slice(at + 1);
}

/** The octets with MGF1 over `seed` laid upon them. */
function masked(octets: Uint8Array, seed: Uint8Array): Uint8Array {
  const out = new Uint8Array(octets.length);
  for (let at = 0, counter = 0; at < out.length; counter++) {
    const count = Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter);
    for (const octet of hash(seed, count)) {
      if (at >= out.length) break;
      out[at] = octets[at]! ^ octet;
      at++;
    }
  }
  return out;
}
