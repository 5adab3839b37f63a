import { sm3, sm4 } from "sm-crypto-v2";
import { type Bytes, concat, fromHex, u8 } from "./bytes";
import { engine } from "./engine";
import { reject } from "./reasons";
import { sm2Decrypt, sm2Encrypt } from "./sm2";
import type { Suite } from "./suite";

const BLOCK = 64;
const digest = (bytes: Uint8Array): Bytes => fromHex(sm3(bytes));

/** HMAC over SM3 (GB/T 15852.2). */
function hmac(key: Uint8Array, message: Uint8Array): Bytes {
  const short = key.length > BLOCK ? digest(key) : key;
  const padded = new Uint8Array(BLOCK);
  padded.set(short);
  const inner = digest(
    concat(
      padded.map((octet) => octet ^ 0x36),
      message,
    ),
  );
  return digest(
    concat(
      padded.map((octet) => octet ^ 0x5c),
      inner,
    ),
  );
}

function expand(prk: Uint8Array, info: Uint8Array, length: number): Bytes {
  if (length > 255 * 32) throw new RangeError("HKDF gives at most 255 blocks");
  let block: Bytes = new Uint8Array(0);
  let made: Bytes = new Uint8Array(0);
  for (let i = 1; made.length < length; i++) {
    block = hmac(prk, concat(block, info, u8(i)));
    made = concat(made, block);
  }
  return made.slice(0, length);
}

export const hmacSm3 = hmac;

const gcm = (nonce: Uint8Array, aad: Uint8Array | undefined) =>
  ({ mode: "gcm", iv: nonce, output: "array", padding: "none", ...(aad ? { associatedData: aad } : {}) }) as const;

/** SM4-GCM, SM3, HKDF-SM3. */
export const SUITE_2: Suite = {
  id: 2,
  hash: (...parts) => digest(concat(...parts)),
  digest: async (...parts) => engine().sm3?.(...parts) ?? digest(concat(...parts)),
  extract: (salt, secret) => hmac(salt, secret),
  expand,
  keyBytes: 16,
  seal: async (key, nonce, plain, aad) => {
    const { output, tag } = sm4.encrypt(Uint8Array.from(plain), key, { ...gcm(nonce, aad), outputTag: true });
    return concat(output, tag!);
  },
  open: async (key, nonce, cipher, aad) => {
    if (cipher.length < 16) return null;
    try {
      const [body, tag] = [cipher.slice(0, -16), cipher.slice(-16)];
      return Uint8Array.from(sm4.decrypt(body, key, { ...gcm(nonce, aad), tag }) as Uint8Array);
    } catch {
      return null;
    }
  },
  trusteeAlg: "sm2",
};

/** Wraps to a trustee's SM2 key. @param recipient uncompressed point, 65 octets @throws reason `trustee` */
export const sm2Wrap = (recipient: Uint8Array, plain: Uint8Array): Bytes => sm2Encrypt(recipient, plain);

/** @param secret the recipient's scalar, 32 octets @throws reason `unwrap` */
export const sm2Unwrap = (secret: Uint8Array, ct: Uint8Array): Bytes =>
  sm2Decrypt(secret, ct, "asn1") ?? reject("unwrap", "the ciphertext does not open with this key");
