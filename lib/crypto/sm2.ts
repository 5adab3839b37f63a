import { sm2, sm3 } from "sm-crypto-v2";
import { bytesToHex, type Bytes, concat, fromHex } from "./bytes";
import { malformed, readDer, readMagnitude, sequenceOf } from "./der";
import { integer, octets, sequence } from "./der-write";
import { type Sm2CipherShape, sm2CipherParts } from "./sm2-cipher";
import { sm2Point } from "./sm2-point";

const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** The identifier that GB/T 35276 fixes for everybody; a signature over another one is somebody else's convention. */
const IDENTIFIER = "1234567812345678";

const number = (bytes: Uint8Array): bigint => BigInt(`0x${bytesToHex(bytes)}`);

/** SM3 of the parts one after another. */
export const sm3Digest = (...parts: readonly Uint8Array[]): Bytes => fromHex(sm3(concat(...parts)));

/** Points already found to be on the curve: an authority's key checks a thousand certificates. */
const checked = new Set<string>();
const MAX_CHECKED = 1000;

/** @throws reason `trustee` if it is not a point of the curve */
function pointText(point: Uint8Array): string {
  const text = bytesToHex(point);
  if (checked.has(text)) return text;
  sm2Point(point);
  if (checked.size >= MAX_CHECKED) checked.clear();
  checked.add(text);
  return text;
}

/** Whether these octets are an uncompressed point of the SM2 curve. */
export function isSm2Point(point: Uint8Array): boolean {
  try {
    return pointText(point).length === 130;
  } catch {
    return false;
  }
}

/**
 * An SM2 signature in its DER form as r || s, 64 octets. Strict: the library underneath takes trailing bytes and
 * padded integers, which would give one signature many spellings.
 * @throws code MALFORMED
 */
export function sm2ToRaw(signature: Uint8Array): Bytes {
  const parts = sequenceOf(readDer(signature));
  if (parts.length !== 2) return malformed("SM2 signature");
  const raw = new Uint8Array(64);
  parts.forEach((part, i) => {
    const magnitude = readMagnitude(part);
    const value = number(magnitude);
    if (value < 1n || value >= N) malformed("SM2 signature out of range");
    raw.set(magnitude, 32 * (i + 1) - magnitude.length);
  });
  return raw;
}

/** @param signature DER; @param point uncompressed public key. Anything strange is a bad signature, not an exception. */
export function sm2Verify(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const raw = bytesToHex(sm2ToRaw(signature));
    const how = { hash: true, userId: IDENTIFIER } as const;
    return sm2.doVerifySignature(Uint8Array.from(message), raw, pointText(point), how) === true;
  } catch {
    return false;
  }
}

/**
 * Signs with a private scalar, for demonstration keys and software certificates: the arithmetic is not constant-time.
 * @returns r || s
 */
export function sm2Sign(secret: Uint8Array, message: Uint8Array): Bytes {
  const how = { hash: true, userId: IDENTIFIER } as const;
  return fromHex(sm2.doSignature(Uint8Array.from(message), bytesToHex(secret), how));
}

/** The public point of a scalar. @throws code MALFORMED if it is none of the group */
export function sm2PublicOf(secret: Uint8Array): Bytes {
  const value = secret.length === 32 ? number(secret) : 0n;
  if (value < 1n || value >= N - 1n) return malformed("SM2 private key out of range");
  return fromHex(sm2.getPublicKeyFromPrivateKey(bytesToHex(secret)));
}

/** A new key pair: scalar and uncompressed point. */
export function sm2KeyPair(): { readonly secret: Bytes; readonly point: Bytes } {
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  return { secret: fromHex(privateKey.padStart(64, "0")), point: fromHex(publicKey) };
}

/** Encrypts to an SM2 key; ASN.1 form of GB/T 35276, order C1 C3 C2. @param recipient uncompressed point, 65 octets */
export function sm2Encrypt(recipient: Uint8Array, plain: Uint8Array): Bytes {
  const made = fromHex(sm2.doEncrypt(Uint8Array.from(plain), bytesToHex(sm2Point(recipient)), 1));
  const [c1, c3, c2] = [made.subarray(0, 64), made.subarray(64, 96), made.subarray(96)];
  return sequence(integer(c1.subarray(0, 32)), integer(c1.subarray(32)), octets(c3), octets(c2)) as Bytes;
}

/**
 * Opens an SM2 ciphertext of the stated shape; null for everything that does not open, whatever the cause.
 */
export function sm2Decrypt(secret: Uint8Array, ciphertext: Uint8Array, shape: Sm2CipherShape): Bytes | null {
  try {
    const { c1, c3, c2 } = sm2CipherParts(ciphertext, shape);
    const text = bytesToHex(concat(c1, c3, c2));
    const plain = sm2.doDecrypt(text, bytesToHex(secret), 1, { output: "array" });
    return plain.length > 0 ? Uint8Array.from(plain) : null;
  } catch {
    return null;
  }
}
