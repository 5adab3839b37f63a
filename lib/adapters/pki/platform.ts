import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { creditCodeOf, USUAL_COMPANY_RULES } from "@/lib/crypto/binding";
import { type Certificate, certificatesFromPem, parseCertificate } from "@/lib/crypto/certificate";
import { type CmsAlgorithm, signCms } from "@/lib/crypto/cms";
import type { CmsContent } from "@/lib/crypto/cms-verify";
import { sameBytes } from "@/lib/crypto/der";
import { valuesOf } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { sm2Sign } from "@/lib/crypto/sm2";
import { sm2Scalar } from "@/lib/crypto/software-identity-sm2";

/** A key that the server itself holds: the platform's, a trustee's, a witness's. */
export type PlatformSigner = {
  readonly certificateDer: Uint8Array;
  readonly chainDer: readonly Uint8Array[];
  /** Organisation of the certificate, and its credit code ("" if it carries none). */
  readonly name: string;
  readonly uscc: string;
  /** Detached CMS over canonical bytes. */
  signStatement(bytes: Uint8Array): Promise<Uint8Array>;
  /** Detached CMS whose messageDigest is `digest` (SHA-256 of a PDF's byte range). */
  signDigest(digest: Uint8Array): Promise<Uint8Array>;
};

export type PlatformKey = {
  readonly certificateDer: Uint8Array;
  readonly chainDer: readonly Uint8Array[];
  /** PKCS#8 as PEM text or DER bytes. */
  readonly privateKey: string | Uint8Array;
};

/**
 * Signs with node:crypto. RSA and P-256/P-384.
 * @throws {Error} if the key is not that of the certificate
 */
export function platformSigner({ certificateDer, chainDer, privateKey }: PlatformKey): PlatformSigner {
  const key =
    typeof privateKey === "string"
      ? createPrivateKey(privateKey)
      : createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
  const certificate = parseCertificate(certificateDer);
  const own = new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));
  if (!sameBytes(own, certificate.publicKey.spki)) throw new Error("the private key is not that of the certificate");
  const algorithm = algorithmOf(key, certificate);
  const make = (content: CmsContent) =>
    signCms({ content, certificateDer, chainDer, algorithm, sign: async (bytes) => rawSign(key, algorithm, bytes) });
  return {
    certificateDer,
    chainDer,
    name: valuesOf(certificate.subject, OID.organization)[0] ?? "",
    uscc: creditCodeOf(certificate, USUAL_COMPANY_RULES) ?? "",
    signStatement: make,
    signDigest: async (digest) => {
      // The digest of an SM2 signature is SM3's; PDFs of the platform are made for readers that know SHA-256.
      if (algorithm === "sm2-sm3") throw new Error("an SM2 key of the platform signs statements, not documents");
      return make({ digest });
    },
  };
}

function algorithmOf(key: KeyObject, { publicKey }: Certificate): CmsAlgorithm {
  if (key.asymmetricKeyType === "rsa") return "rsa-sha256";
  return publicKey.kind.type === "sm2" ? "sm2-sm3" : "ecdsa-sha256";
}

/** ECDSA and SM2 as r || s, which is what signCms takes; without effect on RSA. Node itself signs with SM2 in no form. */
function rawSign(key: KeyObject, algorithm: CmsAlgorithm, bytes: Uint8Array): Uint8Array {
  if (algorithm === "sm2-sm3")
    return sm2Sign(sm2Scalar(new Uint8Array(key.export({ type: "pkcs8", format: "der" }))), bytes);
  return new Uint8Array(sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }));
}

/** Reads `<base>.pem` (certificate first, then its chain) and `<base>.key.pem`. */
export async function platformSignerFromFiles(base: string): Promise<PlatformSigner> {
  const [pem, privateKey] = await Promise.all([readFile(`${base}.pem`, "utf8"), readFile(`${base}.key.pem`, "utf8")]);
  const [certificateDer, ...chainDer] = certificatesFromPem(pem);
  if (!certificateDer) throw new Error(`${base}.pem holds no certificate`);
  return platformSigner({ certificateDer, chainDer, privateKey });
}
