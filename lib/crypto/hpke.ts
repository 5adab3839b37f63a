import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { p256 } from "@noble/curves/nist.js";
import type { Bytes } from "./bytes";
import { reject } from "./reasons";

export const HPKE_ALG = "hpke-p256-sha256-aes256gcm";

const suite = () => new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** ArrayBuffer with exactly these octets, as the library wants them. */
const buffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

export type Wrapped = { readonly enc: Bytes; readonly ct: Bytes };

/** The sender's side of RFC 9180 base mode. @param ephemeral 32-octet scalar, for known answers only */
export async function senderContext(recipient: Uint8Array, info: Uint8Array, ephemeral?: Uint8Array) {
  const hpke = suite();
  const recipientPublicKey = await hpke.kem.deserializePublicKey(buffer(point(recipient)));
  const ekm = ephemeral ? { ekm: await keyPair(hpke, ephemeral) } : {};
  return hpke.createSenderContext({ recipientPublicKey, info: buffer(info), ...ekm });
}

/** The recipient's side. @param secret scalar, 32 octets */
export async function recipientContext(secret: Uint8Array, info: Uint8Array, enc: Uint8Array) {
  const hpke = suite();
  const recipientKey = await keyPair(hpke, secret);
  return hpke.createRecipientContext({ recipientKey, enc: buffer(point(enc)), info: buffer(info) });
}

/**
 * Encrypts one message to a P-256 key (RFC 9180 base mode, empty associated data).
 * @param recipient uncompressed point, 65 octets; checked to be on the curve
 */
export async function wrap(
  recipient: Uint8Array,
  info: Uint8Array,
  plain: Uint8Array,
  ephemeral?: Uint8Array,
): Promise<Wrapped> {
  const sender = await senderContext(recipient, info, ephemeral);
  const ct = new Uint8Array(await sender.seal(buffer(plain)));
  return { enc: new Uint8Array(sender.enc), ct };
}

/** By the very array of the scalar, which nobody writes into: a trustee opens one wrap of every bid with one key. */
const pairs = new WeakMap<Uint8Array, Promise<CryptoKeyPair>>();

function keyPair(hpke: CipherSuite, scalar: Uint8Array): Promise<CryptoKeyPair> {
  const pair = pairs.get(scalar) ?? madePair(hpke, scalar);
  pairs.set(scalar, pair);
  return pair;
}

async function madePair(hpke: CipherSuite, scalar: Uint8Array): Promise<CryptoKeyPair> {
  const privateKey = await hpke.kem.deserializePrivateKey(buffer(scalar));
  const publicKey = await hpke.kem.deserializePublicKey(buffer(p256.getPublicKey(scalar, false)));
  return { privateKey, publicKey };
}

/** @param secret the recipient's scalar, 32 octets @throws reason `unwrap` */
export async function unwrap(
  secret: Uint8Array,
  info: Uint8Array,
  { enc, ct }: { readonly enc: Uint8Array; readonly ct: Uint8Array },
): Promise<Bytes> {
  try {
    const recipient = await recipientContext(secret, info, enc);
    return new Uint8Array(await recipient.open(buffer(ct)));
  } catch {
    return reject("unwrap", "the ciphertext does not open with this key");
  }
}

/** An uncompressed point that is on the curve. @throws reason `trustee` */
export function point(bytes: Uint8Array): Uint8Array {
  try {
    if (bytes.length !== 65 || bytes[0] !== 4) throw new Error("form");
    p256.Point.fromBytes(bytes).assertValidity();
    return bytes;
  } catch {
    return reject("trustee", "not an uncompressed point of P-256");
  }
}

/** A fresh key pair: scalar and uncompressed point. */
export function makeKeyPair(): { readonly secret: Bytes; readonly publicKey: Bytes } {
  const secret = p256.utils.randomSecretKey() as Bytes;
  return { secret, publicKey: publicKeyOf(secret) };
}

/** The point of a scalar, uncompressed. @throws {Error} for what is no scalar of P-256 */
export const publicKeyOf = (secret: Uint8Array): Bytes => p256.getPublicKey(secret, false) as Bytes;
