import { bytesToHex, concat, fromHex, hash, label, utf8 } from "./bytes";

/**
 * Commitment to a reference price: hiding, because the blind has 256 bits; binding, because SHA-256 is.
 *
 * @param blind 32 bytes, hex @param price yuan with two decimals
 */
export const commitReferencePrice = (lot: string, blind: string, price: string): string =>
  bytesToHex(hash(concat(label("reference-price"), utf8(lot), Uint8Array.of(0), fromHex(blind), utf8(price))));
