import { sm4 } from "sm-crypto-v2";
import { type Bytes, concat, sameBytes, u16, u32 } from "./bytes";

/**
 * SM4-CCM (RFC 8998, NIST SP 800-38C): what kits of Chinese authorities put into AuthEnvelopedData beside SM4-GCM. The
 * container format does not use it.
 */
type Sizes = { readonly nonce: Uint8Array; readonly tagBytes: number };

const BLOCK = 16;
const ZERO = new Uint8Array(BLOCK);

/** Nonces of 7 to 13 octets, tags of 4 to 16 in steps of two; a key of 16. */
function fits(key: Uint8Array, { nonce, tagBytes }: Sizes, length: number): boolean {
  const q = 15 - nonce.length;
  const sized = nonce.length >= 7 && nonce.length <= 13 && tagBytes >= 4 && tagBytes <= 16 && tagBytes % 2 === 0;
  return key.length === 16 && sized && length < 2 ** Math.min(8 * q, 31);
}

/** @returns ciphertext and tag; @throws {RangeError} for sizes that CCM does not have */
export function sm4CcmSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
  aad: Uint8Array,
  tagBytes = BLOCK,
): Bytes {
  if (!fits(key, { nonce, tagBytes }, plain.length)) throw new RangeError("sizes outside SM4-CCM");
  const tag = macOf(key, { nonce, tagBytes }, plain, aad);
  const stream = keystream(key, nonce, plain.length);
  return concat(xor(plain, stream.subarray(BLOCK)), xor(tag, stream).subarray(0, tagBytes));
}

/** The plaintext, or null for everything that is not whole and genuine: nothing of it is seen before the tag is right. */
export function sm4CcmOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  aad: Uint8Array,
  tagBytes = BLOCK,
): Bytes | null {
  const length = sealed.length - tagBytes;
  if (length < 0 || !fits(key, { nonce, tagBytes }, length)) return null;
  const stream = keystream(key, nonce, length);
  const plain = xor(sealed.subarray(0, length), stream.subarray(BLOCK));
  const tag = xor(macOf(key, { nonce, tagBytes }, plain, aad), stream).subarray(0, tagBytes);
  return sameBytes(tag, sealed.subarray(length)) ? plain : null;
}

const xor = (bytes: Uint8Array, mask: Uint8Array): Bytes => Uint8Array.from(bytes, (octet, i) => octet ^ mask[i]!);

const padded = (bytes: Uint8Array): Uint8Array =>
  concat(bytes, ZERO.subarray(0, (BLOCK - (bytes.length % BLOCK)) % BLOCK));

/** Counter blocks 0, 1, 2 …, encrypted: the first masks the tag. */
function keystream(key: Uint8Array, nonce: Uint8Array, length: number): Uint8Array {
  const blocks = 1 + Math.ceil(length / BLOCK);
  const counters = new Uint8Array(blocks * BLOCK);
  const view = new DataView(counters.buffer);
  for (let i = 0; i < blocks; i++) {
    counters[i * BLOCK] = 14 - nonce.length;
    counters.set(nonce, i * BLOCK + 1);
    const at = (i + 1) * BLOCK;
    if (15 - nonce.length >= 4) view.setUint32(at - 4, i);
    else
      for (let left = i, j = 1; j <= 15 - nonce.length; j++, left = Math.floor(left / 256))
        counters[at - j] = left % 256;
  }
  return sm4.encrypt(counters, key, { mode: "ecb", padding: "none", output: "array" }) as Uint8Array;
}

/** CBC-MAC over the first block, the associated data with its length, and the message (SP 800-38C §6.1, A.2). */
function macOf(key: Uint8Array, { nonce, tagBytes }: Sizes, plain: Uint8Array, aad: Uint8Array): Uint8Array {
  const first = new Uint8Array(BLOCK);
  first[0] = (aad.length > 0 ? 64 : 0) + ((tagBytes - 2) / 2) * 8 + (14 - nonce.length);
  first.set(nonce, 1);
  for (let left = plain.length, j = BLOCK - 1; j > nonce.length; j--, left = Math.floor(left / 256))
    first[j] = left % 256;
  const size = aad.length < 0xff00 ? u16(aad.length) : concat(Uint8Array.of(0xff, 0xfe), u32(aad.length));
  const head = aad.length > 0 ? padded(concat(size, aad)) : aad;
  const all = Uint8Array.from(concat(first, head, padded(plain)));
  const chained = sm4.encrypt(all, key, { mode: "cbc", iv: ZERO, padding: "none", output: "array" }) as Uint8Array;
  return Uint8Array.from(chained.subarray(-BLOCK));
}
