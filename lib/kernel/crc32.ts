/** Eight tables, so that eight octets go in one step: a body of two gigabytes should not wait for its checksum. */
const TABLES = (() => {
  const tables = Array.from({ length: 8 }, () => new Uint32Array(256));
  for (let n = 0; n < 256; n++) {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    tables[0]![n] = value >>> 0;
  }
  for (let n = 0; n < 256; n++)
    for (let at = 1; at < 8; at++) {
      const before = tables[at - 1]![n]!;
      tables[at]![n] = ((before >>> 8) ^ tables[0]![before & 255]!) >>> 0;
    }
  return tables;
})();

/** CRC-32 of a piece that follows others. @param sum what the pieces before it came to; 0 at the beginning */
export function crc32(piece: Uint8Array, sum = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let value = ~sum >>> 0;
  let at = 0;
  for (const end = piece.length - 7; at < end; at += 8) {
    const low = value ^ (piece[at]! | (piece[at + 1]! << 8) | (piece[at + 2]! << 16) | (piece[at + 3]! << 24));
    value =
      t7[low & 255]! ^
      t6[(low >>> 8) & 255]! ^
      t5[(low >>> 16) & 255]! ^
      t4[low >>> 24]! ^
      t3[piece[at + 4]!]! ^
      t2[piece[at + 5]!]! ^
      t1[piece[at + 6]!]! ^
      t0[piece[at + 7]!]!;
  }
  for (; at < piece.length; at++) value = t0[(value ^ piece[at]!) & 255]! ^ (value >>> 8);
  return ~value >>> 0;
}
