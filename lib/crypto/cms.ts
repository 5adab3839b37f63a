import { bytesToHex } from "@noble/hashes/utils.js";
import { type HashName, hashOid } from "./algorithm";
import { parseCertificate } from "./certificate";
import { digest } from "./cms-attributes";
import { type CmsContent, type CmsSigner, type CmsVerdict, verifySignedData } from "./cms-verify";
import { compareBytes, TAG } from "./der";
import { der, integer, nothing, octets, oid, sequence, set, tagged, time } from "./der-write";
import { OID } from "./oids";
import { ecdsaFromRaw } from "./public-key";

export type CmsAlgorithm = "rsa-sha256" | "rsa-pss-sha256" | "ecdsa-sha256" | "ecdsa-sha384";

export type CmsRequest = {
  /** The bytes to sign, or the SHA-256 of bytes that stay elsewhere (PDF byte range). */
  readonly content: CmsContent;
  readonly certificateDer: Uint8Array;
  /** Intermediates, in any order; the anchor need not be there. */
  readonly chainDer: readonly Uint8Array[];
  readonly algorithm: CmsAlgorithm;
  /** Signs these bytes (hashing included). ECDSA gives r || s, as WebCrypto and tokens do. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** The signer's own clock; information only. PDF signatures leave it out (PAdES keeps it in /M). */
  readonly signingTime?: Date;
};

const HASH: Readonly<Record<CmsAlgorithm, HashName>> = {
  "rsa-sha256": "SHA-256",
  "rsa-pss-sha256": "SHA-256",
  "ecdsa-sha256": "SHA-256",
  "ecdsa-sha384": "SHA-384",
};

/**
 * Makes detached SignedData with one signer, CAdES-BES: contentType, messageDigest, signingCertificateV2, DER.
 * @throws {RangeError} if only a digest is given and the algorithm hashes with something else than SHA-256
 * @see protocol §2.8
 */
export async function signCms(request: CmsRequest): Promise<Uint8Array> {
  const { content, certificateDer, chainDer, algorithm } = request;
  const hash = HASH[algorithm];
  const detached = content instanceof Uint8Array ? await digest(hash, content) : content.digest;
  if (!(content instanceof Uint8Array) && (hash !== "SHA-256" || detached.length !== 32))
    throw new RangeError("a digest that is signed in place of its bytes must be SHA-256");
  const attributes = await signedAttributes(detached, certificateDer, request.signingTime);
  const raw = await request.sign(der(TAG.set, ...attributes));
  const signature = algorithm.startsWith("ecdsa") ? ecdsaFromRaw(raw) : raw;
  const certificate = parseCertificate(certificateDer);
  const digestAlgorithm = sequence(oid(hashOid(hash)));
  const signerInfo = sequence(
    integer(1),
    sequence(certificate.issuer.der, der(TAG.integer, certificate.serial)),
    digestAlgorithm,
    tagged(0, ...attributes),
    signatureAlgorithm(algorithm),
    octets(signature),
  );
  return sequence(
    oid(OID.signedData),
    tagged(
      0,
      sequence(
        integer(1),
        set(digestAlgorithm),
        sequence(oid(OID.data)),
        tagged(0, ...bag([certificateDer, ...chainDer])),
        set(signerInfo),
      ),
    ),
  );
}

async function signedAttributes(messageDigest: Uint8Array, certificateDer: Uint8Array, at?: Date): Promise<Uint8Array[]> {
  const certificateHash = await digest("SHA-256", certificateDer);
  const attribute = (type: string, value: Uint8Array) => sequence(oid(type), set(value));
  const attributes = [
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(messageDigest)),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(certificateHash))))),
    ...(at ? [attribute(OID.signingTime, time(at))] : []),
  ];
  return attributes.sort(compareBytes);
}

/** Each certificate once, in the order DER wants for a SET. */
function bag(certificates: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(certificates.map((bytes) => [bytesToHex(bytes), bytes])).values()].sort(compareBytes);
}

function signatureAlgorithm(algorithm: CmsAlgorithm): Uint8Array {
  if (algorithm === "rsa-sha256") return sequence(oid(OID.rsa), nothing());
  if (algorithm === "ecdsa-sha256") return sequence(oid(OID.ecdsaSha256));
  if (algorithm === "ecdsa-sha384") return sequence(oid(OID.ecdsaSha384));
  const sha256 = sequence(oid(OID.sha256), nothing());
  return sequence(
    oid(OID.rsaPss),
    sequence(tagged(0, sha256), tagged(1, sequence(oid(OID.mgf1), sha256)), tagged(2, integer(32))),
  );
}

/**
 * Checks a detached signature by the profile of protocol §2.8: strict DER, the required attributes, our algorithms, and
 * every SignerInfo good. It says who signed; whether their certificates are to be believed is `validatePath`'s answer.
 * Never throws: unreadable input is `CMS_MALFORMED`.
 */
export const verifyCms = (content: CmsContent, cms: Uint8Array): Promise<CmsVerdict> =>
  verifySignedData("seal", cms, content);


export type { CmsContent, CmsSigner, CmsVerdict };
