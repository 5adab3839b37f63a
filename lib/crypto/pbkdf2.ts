type Bytes = Uint8Array<ArrayBuffer>;

/** WebCrypto makes two million rounds a second; a file that asks for more is there to stop whoever opens it. */
const MAX_ROUNDS = 2_000_000;

/**
 * PBKDF2 with HMAC (RFC 8018 §5.2).
 * @param hash as WebCrypto names it
 * @throws code P12_UNSUPPORTED for no round or too many
 */
export async function pbkdf2(
  hash: string,
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  lengthBytes: number,
): Promise<Bytes> {
  if (rounds < 1 || rounds > MAX_ROUNDS)
    throw Object.assign(new Error(`${rounds} rounds of key derivation`), { code: "P12_UNSUPPORTED" });
  const key = await crypto.subtle.importKey("raw", password as Bytes, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash, salt: salt as Bytes, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, lengthBytes * 8));
}
