type Bytes = Uint8Array<ArrayBuffer>;

/** SHA-256 for hash and mask, empty label (protocol §2.3). */
const OAEP = { name: "RSA-OAEP", hash: "SHA-256" };

/** A private key that opens and cannot be taken out. @throws for what is not an RSA key in PKCS#8 */
export const oaepKey = (pkcs8: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey("pkcs8", pkcs8 as Bytes, OAEP, false, ["decrypt"]);

/** @returns null for everything that does not open; the cause is nobody's business (Manger's attack) */
export async function oaepOpen(key: CryptoKey, ciphertext: Uint8Array): Promise<Bytes | null> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "RSA-OAEP" }, key, ciphertext as Bytes));
  } catch {
    return null;
  }
}

/** @param spki of an RSA key */
export async function oaepSeal(spki: Uint8Array, plain: Uint8Array): Promise<Bytes> {
  const key = await crypto.subtle.importKey("spki", spki as Bytes, OAEP, false, ["encrypt"]);
  return new Uint8Array(await crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, plain as Bytes));
}
