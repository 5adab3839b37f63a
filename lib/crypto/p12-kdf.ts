import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export type KdfHash = { readonly hash: (message: Uint8Array) => Uint8Array; readonly block: number };

/** More rounds than this cost seconds in JavaScript; files that people make have 2 048 to 100 000. */
export const MAX_ROUNDS = 300_000;

/**
 * The key derivation of RFC 7292 appendix B.2. @param id 1 key, 2 initial vector, 3 MAC key
 * @param password as `p12Passwords` writes it
 * @throws code P12_UNSUPPORTED for a number of rounds that nobody needs
 */
export function p12Kdf(
  { hash, block }: KdfHash,
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  id: number,
  length: number,
): Uint8Array {
  if (rounds < 1 || rounds > MAX_ROUNDS)
    throw Object.assign(new Error(`${rounds} rounds of key derivation`), { code: "P12_UNSUPPORTED" });
  const diversifier = new Uint8Array(block).fill(id);
  const input = concatBytes(repeat(salt, block), repeat(password, block));
  const made: Uint8Array[] = [];
  for (let size = 0; size < length; ) {
    let output = hash(concatBytes(diversifier, input));
    for (let i = 1; i < rounds; i++) output = hash(output);
    made.push(output);
    size += output.length;
    addToBlocks(input, output, block);
  }
  return concatBytes(...made).slice(0, length);
}

/** I_j = (I_j + B + 1) mod 2^(8·block), B being the output repeated to a block. */
function addToBlocks(input: Uint8Array, output: Uint8Array, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let i = block - 1; i >= 0; i--) {
      carry += input[start + i]! + output[i % output.length]!;
      input[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
}

function repeat(bytes: Uint8Array, block: number): Uint8Array {
  const length = Math.ceil(bytes.length / block) * block;
  return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length]!);
}

/**
 * The ways a password has been written by those who make PKCS#12 files: UTF-16 with a closing zero as the standard says;
 * the octets of its UTF-8 widened one by one, as OpenSSL before 1.1 did; nothing at all for an empty one.
 */
export function p12Passwords(password: string): readonly Uint8Array[] {
  const standard = widened(Array.from({ length: password.length }, (_, i) => password.charCodeAt(i)));
  if (password === "") return [standard, new Uint8Array(0)];
  const old = widened([...utf8ToBytes(password)]);
  return old.length === standard.length ? [standard] : [standard, old]; // the same where all is ASCII
}

function widened(units: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(units.length * 2 + 2);
  units.forEach((unit, i) => {
    bytes[i * 2] = unit >> 8;
    bytes[i * 2 + 1] = unit & 0xff;
  });
  return bytes;
}
