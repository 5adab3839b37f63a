import { sha1 } from "@noble/hashes/legacy.js";
import { type Der, readCount, readOctets, readOid, sequenceOf } from "./der";
import { p12Kdf } from "./p12-kdf";

export type LegacyCipher = "3des" | "3des-2key" | "rc2-40" | "rc2-128";

/**
 * Takes off a cipher of the nineties (CBC, PKCS#7 padding); null where the padding is wrong. Only the offline tool has
 * one to hand in (protocol §3.7): a browser has no such ciphers, and should not be taught them.
 */
export type LegacyDecrypt = (
  cipher: LegacyCipher,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
) => Uint8Array | null;

const PBE: Readonly<Record<string, { readonly cipher: LegacyCipher; readonly keyBytes: number }>> = {
  "1.2.840.113549.1.12.1.3": { cipher: "3des", keyBytes: 24 },
  "1.2.840.113549.1.12.1.4": { cipher: "3des-2key", keyBytes: 16 },
  "1.2.840.113549.1.12.1.5": { cipher: "rc2-128", keyBytes: 16 },
  "1.2.840.113549.1.12.1.6": { cipher: "rc2-40", keyBytes: 5 },
};

/** Whether this algorithm is one of PKCS#12's own, with SHA-1 (RFC 7292 appendix C). */
export const isLegacy = (oid: string): boolean => oid in PBE;

/** @param password in the encoding that fitted the MAC @returns null for a wrong password */
export function decryptLegacy(
  algorithm: Der | undefined,
  ciphertext: Uint8Array,
  password: Uint8Array,
  decrypt: LegacyDecrypt,
): Uint8Array | null {
  const [type, parameters] = sequenceOf(algorithm);
  const { cipher, keyBytes } = PBE[readOid(type)]!;
  const [salt, rounds] = sequenceOf(parameters);
  const derive = (id: number, length: number) =>
    p12Kdf({ hash: sha1, block: 64 }, password, readOctets(salt), readCount(rounds), id, length);
  return decrypt(cipher, derive(1, keyBytes), derive(2, 8), ciphertext);
}
