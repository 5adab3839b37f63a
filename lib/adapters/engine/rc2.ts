import { PI } from "./rc2-table";

/**
 * Decrypts RC2 in CBC mode (RFC 2268), without taking off the padding. Broken for decades: only for reading .p12 files
 * of that time, in the offline tool, so that their owner can save them anew.
 * @param effectiveBits key strength written into the schedule: 40 or 128
 */
export function rc2CbcDecrypt(key: Uint8Array, effectiveBits: number, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const schedule = expandKey(key, effectiveBits);
  const plain = new Uint8Array(data.length);
  let previous = iv;
  for (let at = 0; at < data.length; at += 8) {
    const block = data.subarray(at, at + 8);
    decryptBlock(schedule, block).forEach((octet, i) => {
      plain[at + i] = octet ^ previous[i]!;
    });
    previous = block;
  }
  return plain;
}

/** RFC 2268 §2. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const length = new Uint8Array(128);
  length.set(key);
  for (let i = key.length; i < 128; i++) length[i] = PI[(length[i - 1]! + length[i - key.length]!) & 255]!;
  const bytes = Math.ceil(effectiveBits / 8);
  const mask = 255 >> (8 * bytes - effectiveBits);
  length[128 - bytes] = PI[length[128 - bytes]! & mask]!;
  for (let i = 127 - bytes; i >= 0; i--) length[i] = PI[length[i + 1]! ^ length[i + bytes]!]!;
  return Uint16Array.from({ length: 64 }, (_, i) => length[2 * i]! | (length[2 * i + 1]! << 8));
}

const ROTATIONS = [1, 2, 3, 5];

/** RFC 2268 §4. */
function decryptBlock(schedule: Uint16Array, block: Uint8Array): Uint8Array {
  const words = Uint16Array.from({ length: 4 }, (_, i) => block[2 * i]! | (block[2 * i + 1]! << 8));
  let next = 63;
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const [a, b, c] = [words[(i + 3) & 3]!, words[(i + 2) & 3]!, words[(i + 1) & 3]!];
      const turned = (words[i]! >>> ROTATIONS[i]!) | (words[i]! << (16 - ROTATIONS[i]!));
      words[i] = turned - schedule[next--]! - (a & b) - (~a & c);
    }
    if (round === 11 || round === 5)
      for (let i = 3; i >= 0; i--) words[i] = words[i]! - schedule[words[(i + 3) & 3]! & 63]!;
  }
  return Uint8Array.from({ length: 8 }, (_, i) => (words[i >> 1]! >>> (8 * (i & 1))) & 255);
}
