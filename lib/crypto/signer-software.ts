import { CipherSuite, DhkemP256HkdfSha256, HkdfSha256, Aes256Gcm } from "@hpke/core";
import { type Certificate, parseCertificate } from "./certificate";
import { type CmsAlgorithm, signCms } from "./cms";
import { compareBytes } from "./der";
import { readP12, p12Refuses } from "./p12";
import { contentToSign, type Signer, type SignerCertificate, signerRefuses } from "./signer";

type Bytes = Uint8Array<ArrayBuffer>;

type Identity = {
  readonly certificate: Certificate;
  readonly algorithm: CmsAlgorithm;
  readonly use: SignerCertificate["use"];
  readonly signKey: CryptoKey | null;
  readonly openKey: CryptoKey | null;
  /** HPKE needs the recipient's public key too, and a private key that cannot be exported does not give it. */
  readonly openPublic: CryptoKey | null;
};

const HPKE = "hpke-p256-sha256-aes256gcm";

/**
 * Opens a `.p12`/`.pfx` file as a signer. The keys become non-extractable WebCrypto keys of this tab or process;
 * nothing is stored, and `close` drops them. RSA and ECDSA; SM2 comes as a further branch of `importIdentity`.
 * @param clock gives "now" for the expiry of a request; left out, the platform's nonce alone decides
 * @throws code P12_PASSWORD, P12_UNSUPPORTED, P12_CONTENTS, MALFORMED
 * @see protocol §3.7, §4.3 no. 1
 */
export async function openP12(file: Uint8Array, password: string, clock?: () => Date): Promise<Signer> {
  const contents = await readP12(file, password);
  const certificates = contents.certificates.map(({ der, localKeyId }) => ({
    localKeyId,
    certificate: parseCertificate(der),
  }));
  const identities: Identity[] = [];
  for (const key of contents.keys) {
    for (const { certificate, localKeyId } of certificates) {
      // A chain certificate has no localKeyId; where the key has none either, the key itself is tried.
      if (key.localKeyId !== localKeyId) continue;
      const identity = await importIdentity(key.pkcs8 as Bytes, certificate);
      if (identity) identities.push(identity);
    }
  }
  if (identities.length === 0) return p12Refuses("P12_CONTENTS", "no key with its own certificate inside");
  const owned = new Set(identities.map(({ certificate }) => certificate.fingerprint));
  const chain = certificates.filter(({ certificate }) => !owned.has(certificate.fingerprint) && !isRoot(certificate));
  return signerOf(
    identities,
    chain.map(({ certificate }) => certificate.der),
    clock ?? null,
  );
}

const isRoot = ({ subject, issuer }: Certificate): boolean => subject.key === issuer.key;

async function importIdentity(pkcs8: Bytes, certificate: Certificate): Promise<Identity | null> {
  try {
    const { kind } = certificate.publicKey;
    const identity =
      kind.type === "rsa"
        ? await importRsa(pkcs8, certificate)
        : kind.type === "ec"
          ? await importEc(pkcs8, certificate, kind.curve)
          : null;
    return identity && (await belongs(identity)) ? identity : null;
  } catch {
    return null;
  }
}

/** dual certificates: the encryption certificate's key must not sign (protocol §3.4). */
function allowedUse({ keyUsage }: Certificate): SignerCertificate["use"] {
  if (!keyUsage) return "both";
  const signs = keyUsage.has("digitalSignature") || keyUsage.has("nonRepudiation");
  const opens = keyUsage.has("keyEncipherment") || keyUsage.has("dataEncipherment") || keyUsage.has("keyAgreement");
  return signs && opens ? "both" : opens ? "encrypt" : "sign";
}

async function importRsa(pkcs8: Bytes, certificate: Certificate): Promise<Identity> {
  const use = allowedUse(certificate);
  const signing = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const opening = { name: "RSA-OAEP", hash: "SHA-256" };
  const signKey = await crypto.subtle.importKey("pkcs8", pkcs8, signing, false, ["sign"]);
  const openKey = use === "sign" ? null : await crypto.subtle.importKey("pkcs8", pkcs8, opening, false, ["decrypt"]);
  return { certificate, algorithm: "rsa-sha256", use, signKey, openKey, openPublic: null };
}

async function importEc(pkcs8: Bytes, certificate: Certificate, namedCurve: "P-256" | "P-384"): Promise<Identity> {
  const opens = allowedUse(certificate) !== "sign" && namedCurve === "P-256";
  const use = opens ? allowedUse(certificate) : "sign";
  const spki = certificate.publicKey.spki as Bytes;
  const signKey = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "ECDSA", namedCurve }, false, ["sign"]);
  const ecdh = { name: "ECDH", namedCurve };
  const openKey = opens ? await crypto.subtle.importKey("pkcs8", pkcs8, ecdh, false, ["deriveBits"]) : null;
  const openPublic = opens ? await crypto.subtle.importKey("spki", spki, ecdh, true, []) : null;
  // PDF digests are SHA-256 whatever the curve, so P-384 signs with SHA-256 too.
  return { certificate, algorithm: "ecdsa-sha256", use, signKey, openKey, openPublic };
}

/** Whether the key is that of the certificate: sign once, verify once. */
async function belongs({ certificate, algorithm, signKey }: Identity): Promise<boolean> {
  const probe = crypto.getRandomValues(new Uint8Array(32));
  const { kind, spki } = certificate.publicKey;
  const form =
    kind.type === "ec" ? { name: "ECDSA", namedCurve: kind.curve } : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const publicKey = await crypto.subtle.importKey("spki", spki as Bytes, form, false, ["verify"]);
  const signature = await rawSign(signKey!, algorithm, probe);
  return crypto.subtle.verify(how(algorithm), publicKey, signature as Bytes, probe);
}

const how = (algorithm: CmsAlgorithm) =>
  algorithm.startsWith("ecdsa") ? { name: "ECDSA", hash: "SHA-256" } : { name: "RSASSA-PKCS1-v1_5" };

const rawSign = async (key: CryptoKey, algorithm: CmsAlgorithm, bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.sign(how(algorithm), key, bytes as Bytes));

function signerOf(
  identities: readonly Identity[],
  chainDer: readonly Uint8Array[],
  clock: (() => Date) | null,
): Signer {
  let held: readonly Identity[] | null = [...identities].sort((a, b) =>
    compareBytes(a.certificate.der, b.certificate.der),
  );
  const find = (cert: string): Identity => {
    if (!held) return signerRefuses("SIGNER_CLOSED", "the key has been put away");
    return (
      held.find(({ certificate }) => certificate.fingerprint === cert) ??
      signerRefuses("SIGNER_CERTIFICATE", "no such certificate here")
    );
  };
  return {
    kind: "software",
    list: async () =>
      (held ?? []).map(({ certificate, use }) => ({
        id: certificate.fingerprint,
        use,
        alg: certificate.publicKey.kind.type === "rsa" ? "RSA" : "EC",
        der: certificate.der,
      })),
    sign: async ({ cert, statement, context }) => {
      const content = contentToSign(statement, context, clock?.() ?? null);
      const { certificate, algorithm, use, signKey } = find(cert);
      if (use === "encrypt" || !signKey)
        return signerRefuses("SIGNER_CERTIFICATE", "an encryption certificate does not sign");
      const sign = (bytes: Uint8Array) => rawSign(signKey, algorithm, bytes);
      return { cms: await signCms({ content, certificateDer: certificate.der, chainDer, algorithm, sign }) };
    },
    unwrap: async ({ cert, alg, ciphertext, info }) => unwrap(find(cert), alg, ciphertext, info),
    close: async () => {
      held = null;
    },
  };
}

async function unwrap(identity: Identity, alg: string, ciphertext: Uint8Array, info?: Uint8Array): Promise<Uint8Array> {
  const plain = await open(identity, alg, ciphertext, info).catch(() => null);
  // One answer for every cause: which of them it was is nobody's business.
  if (!plain || plain.length > 64) return signerRefuses("SIGNER_UNWRAP", "this key does not open it");
  return plain;
}

async function open(
  identity: Identity,
  alg: string,
  ciphertext: Uint8Array,
  info?: Uint8Array,
): Promise<Uint8Array | null> {
  const { openKey, openPublic } = identity;
  if (alg === "rsa-oaep-256" && openKey && !openPublic)
    return new Uint8Array(await crypto.subtle.decrypt({ name: "RSA-OAEP" }, openKey, ciphertext as Bytes));
  if (alg !== HPKE || !openKey || !openPublic || !info) return null;
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientKey = { privateKey: openKey, publicKey: openPublic };
  const enc = ciphertext.slice(0, 65);
  return new Uint8Array(await suite.open({ recipientKey, enc, info: info as Bytes }, ciphertext.slice(65)));
}
