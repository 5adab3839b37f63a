import { type Certificate, parseCertificate } from "./certificate";
import { signCms } from "./cms";
import { compareBytes } from "./der";
import { readP12, p12Refuses } from "./p12";
import type { LegacyDecrypt } from "./p12-legacy";
import { contentToSign, type Signer, signerRefuses } from "./signer";
import { type SoftwareIdentity, softwareIdentity } from "./software-identity";

/**
 * Opens a `.p12`/`.pfx` file as a signer. The keys become non-extractable WebCrypto keys of this tab or process;
 * nothing is stored, and `close` drops them. SM2 keys are bytes, overwritten by `close`.
 * @param clock gives "now" for the expiry of a request; left out, the platform's nonce alone decides
 * @param legacy ciphers of old files; the offline tool has them
 * @throws code P12_PASSWORD, P12_UNSUPPORTED, P12_CONTENTS, MALFORMED
 * @see protocol §3.7, §4.3 no. 1
 */
export async function openP12(
  file: Uint8Array,
  password: string,
  clock?: () => Date,
  legacy?: LegacyDecrypt,
): Promise<Signer> {
  const contents = await readP12(file, password, legacy);
  const certificates = contents.certificates.map(({ der, localKeyId }) => ({
    localKeyId,
    certificate: parseCertificate(der),
  }));
  const identities: SoftwareIdentity[] = [];
  for (const key of contents.keys) {
    for (const { certificate, localKeyId } of certificates) {
      // A chain certificate has no localKeyId; where the key has none either, the key itself is tried.
      if (key.localKeyId !== localKeyId) continue;
      const identity = await softwareIdentity(key.pkcs8 as Uint8Array<ArrayBuffer>, certificate);
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

function signerOf(
  identities: readonly SoftwareIdentity[],
  chainDer: readonly Uint8Array[],
  clock: (() => Date) | null,
): Signer {
  let held: readonly SoftwareIdentity[] | null = [...identities].sort((a, b) =>
    compareBytes(a.certificate.der, b.certificate.der),
  );
  const find = (cert: string): SoftwareIdentity => {
    if (!held) return signerRefuses("SIGNER_CLOSED", "the key has been put away");
    return (
      held.find(({ certificate }) => certificate.fingerprint === cert) ??
      signerRefuses("SIGNER_CERTIFICATE", "no such certificate here")
    );
  };
  return {
    kind: "software",
    list: async () =>
      (held ?? []).map(({ certificate, use, alg }) => ({
        id: certificate.fingerprint,
        use,
        alg,
        der: certificate.der,
      })),
    sign: async ({ cert, statement, context }) => {
      const content = contentToSign(statement, context, clock?.() ?? null);
      const { certificate, algorithm, use, sign } = find(cert);
      if (use === "encrypt") return signerRefuses("SIGNER_CERTIFICATE", "an encryption certificate does not sign");
      return { cms: await signCms({ content, certificateDer: certificate.der, chainDer, algorithm, sign }) };
    },
    unwrap: async ({ cert, alg, ciphertext, info }) => {
      const own = find(cert);
      // Whoever holds two certificates has one for this. One alone opens what was wrapped to it, whatever its usage says.
      if (own.use === "sign" && held?.some(({ use }) => use === "encrypt"))
        return signerRefuses("SIGNER_UNWRAP", "a signing certificate beside one that encrypts does not open");
      return unwrap(own, alg, ciphertext, info);
    },
    close: async () => {
      for (const identity of held ?? []) identity.forget();
      held = null;
    },
  };
}

async function unwrap(
  identity: SoftwareIdentity,
  alg: string,
  ciphertext: Uint8Array,
  info?: Uint8Array,
): Promise<Uint8Array> {
  const plain = await identity.unwrap(alg, ciphertext, info).catch(() => null);
  // One answer for every cause: which of them it was is nobody's business.
  if (!plain || plain.length > 64) return signerRefuses("SIGNER_UNWRAP", "this key does not open it");
  return plain;
}
