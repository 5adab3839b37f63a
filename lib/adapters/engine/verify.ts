import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { NativeVerify } from "@/lib/crypto/engine";

const DIGESTS = { "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" } as const;
/** OpenSSL's numbers for RSA_PKCS1_PADDING and RSA_PKCS1_PSS_PADDING. */
const [PKCS1, PSS] = [1, 6] as const;

/** Keys of authorities check many certificates: each is imported once. */
const keys = new Map<string, KeyObject>();
const MAX_KEYS = 1_000;

function keyOf(spki: Uint8Array): KeyObject {
  const bytes = Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength);
  const name = bytes.toString("latin1");
  let key = keys.get(name);
  if (!key) {
    key = createPublicKey({ key: bytes, format: "der", type: "spki" });
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(name, key);
  }
  return key;
}

/**
 * RSA and ECDSA by OpenSSL on this thread: WebCrypto sends every check through a queue of four threads, and waits there
 * longer than the check takes. Never SM2, whose keys must not become key objects (protocol §3.6): the caller sees to it.
 */
export const nodeVerify: NativeVerify = (spki, scheme, data, signature) => {
  const digest = DIGESTS[scheme.hash as keyof typeof DIGESTS];
  if (!digest) return false;
  const key = keyOf(spki);
  if (scheme.scheme === "ecdsa") return verify(digest, data, { key, dsaEncoding: "ieee-p1363" }, signature);
  if (scheme.scheme === "rsa-pkcs1") return verify(digest, data, { key, padding: PKCS1 }, signature);
  return verify(digest, data, { key, padding: PSS, saltLength: scheme.saltLength }, signature);
};
