import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { Certificate } from "./certificate";
import type { CmsAlgorithm } from "./cms";
import { oaepKey, oaepOpen } from "./rsa-oaep";
import type { SignerCertificate } from "./signer";

type Bytes = Uint8Array<ArrayBuffer>;

/** A private key with the certificate it belongs to, held by this tab or process. */
export type SoftwareIdentity = {
  readonly certificate: Certificate;
  readonly algorithm: CmsAlgorithm;
  readonly use: SignerCertificate["use"];
  readonly alg: SignerCertificate["alg"];
  /** ECDSA and SM2 give r || s. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** @returns null where this key does not open it */
  readonly unwrap: (alg: string, ciphertext: Uint8Array, info?: Uint8Array) => Promise<Uint8Array | null>;
  readonly forget: () => void;
};

const HPKE = "hpke-p256-sha256-aes256gcm";

/**
 * The identity of this key and certificate; null if the one is not the other's, or of a kind we do not use. RSA and ECDSA
 * keys become non-extractable WebCrypto keys; SM2, which WebCrypto does not know, stays an array of bytes until `forget`.
 */
export async function softwareIdentity(pkcs8: Bytes, certificate: Certificate): Promise<SoftwareIdentity | null> {
  try {
    const { kind } = certificate.publicKey;
    if (kind.type === "rsa") return await rsaIdentity(pkcs8, certificate);
    if (kind.type === "ec") return await ecIdentity(pkcs8, certificate, kind.curve);
    // Looked up by our own parser first: handed to the platform, an SM2 key can abort it (protocol §3.6).
    if (kind.type === "sm2")
      return (await import("./software-identity-sm2")).sm2Identity(pkcs8, certificate, kind.point);
    return null;
  } catch {
    return null;
  }
}

/** Dual certificates: the encryption certificate's key must not sign (protocol §3.4). */
export function allowedUse({ keyUsage }: Certificate): SignerCertificate["use"] {
  if (!keyUsage) return "both";
  const signs = keyUsage.has("digitalSignature") || keyUsage.has("nonRepudiation");
  const opens = keyUsage.has("keyEncipherment") || keyUsage.has("dataEncipherment") || keyUsage.has("keyAgreement");
  return signs && opens ? "both" : opens ? "encrypt" : "sign";
}

async function rsaIdentity(pkcs8: Bytes, certificate: Certificate): Promise<SoftwareIdentity | null> {
  const use = allowedUse(certificate);
  const form = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, form, false, ["sign"]);
  if (!(await belongs(key, certificate, form, form))) return null;
  // Key usage says what one may wrap to a certificate; what somebody did wrap to it opens all the same.
  const openKey = await oaepKey(pkcs8);
  return {
    certificate,
    algorithm: "rsa-sha256",
    use,
    alg: "RSA",
    sign: (bytes) => signWith(key, form, bytes),
    unwrap: async (alg, ciphertext) => (alg === "rsa-oaep-256" ? oaepOpen(openKey, ciphertext) : null),
    forget: () => {},
  };
}

async function ecIdentity(
  pkcs8: Bytes,
  certificate: Certificate,
  namedCurve: "P-256" | "P-384",
): Promise<SoftwareIdentity | null> {
  const opens = namedCurve === "P-256";
  const form = { name: "ECDSA", namedCurve };
  // PDF digests are SHA-256 whatever the curve, so P-384 signs with SHA-256 too.
  const how = { name: "ECDSA", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, form, false, ["sign"]);
  if (!(await belongs(key, certificate, form, how))) return null;
  const recipientKey = opens ? await hpkeKey(pkcs8, certificate, namedCurve) : null;
  return {
    certificate,
    algorithm: "ecdsa-sha256",
    use: opens ? allowedUse(certificate) : "sign",
    alg: "EC",
    sign: (bytes) => signWith(key, how, bytes),
    unwrap: async (alg, ciphertext, info) => {
      if (alg !== HPKE || !recipientKey || !info) return null;
      const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
      const enc = ciphertext.slice(0, 65);
      return new Uint8Array(await suite.open({ recipientKey, enc, info: info as Bytes }, ciphertext.slice(65)));
    },
    forget: () => {},
  };
}

/** HPKE needs the recipient's public key too, and a private key that cannot be exported does not give it. */
async function hpkeKey(pkcs8: Bytes, { publicKey }: Certificate, namedCurve: string): Promise<CryptoKeyPair> {
  const ecdh = { name: "ECDH", namedCurve };
  return {
    privateKey: await crypto.subtle.importKey("pkcs8", pkcs8, ecdh, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("spki", publicKey.spki as Bytes, ecdh, true, []),
  };
}

const signWith = async (key: CryptoKey, how: Algorithm, bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.sign(how, key, bytes as Bytes));

/** Whether the key is that of the certificate: sign once, verify once. */
async function belongs(key: CryptoKey, { publicKey }: Certificate, form: Algorithm, how: Algorithm): Promise<boolean> {
  const probe = crypto.getRandomValues(new Uint8Array(32));
  const verifier = await crypto.subtle.importKey("spki", publicKey.spki as Bytes, form, false, ["verify"]);
  return crypto.subtle.verify(how, verifier, (await signWith(key, how, probe)) as Bytes, probe);
}
