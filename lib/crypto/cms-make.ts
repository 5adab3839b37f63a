import { bytesToHex } from "@noble/hashes/utils.js";
import { type HashName, hashOid } from "./algorithm";
import { parseCertificate } from "./certificate";
import { digest } from "./cms-attributes";
import { compareBytes, TAG } from "./der";
import { der, integer, nothing, octets, oid, sequence, set, tagged, time } from "./der-write";
import { OID } from "./oids";
import { ecdsaFromRaw } from "./public-key";

export type CmsAlgorithm = "rsa-sha256" | "rsa-pss-sha256" | "ecdsa-sha256" | "ecdsa-sha384" | "sm2-sm3";

export type SignedDataPlan = {
  readonly contentType: string;
  /** The content itself where it travels inside (timestamps), else null. */
  readonly inside: Uint8Array | null;
  /** Digest of the content by the algorithm's hash. */
  readonly messageDigest: Uint8Array;
  readonly certificateDer: Uint8Array;
  /** Certificates to send along, the signer's own included if wanted. */
  readonly bag: readonly Uint8Array[];
  readonly algorithm: CmsAlgorithm;
  /** Signs these bytes (hashing included). ECDSA and SM2 give r || s, as WebCrypto and tokens do. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  readonly signingTime?: Date | undefined;
};

const HASH: Readonly<Record<CmsAlgorithm, HashName>> = {
  "rsa-sha256": "SHA-256",
  "rsa-pss-sha256": "SHA-256",
  "ecdsa-sha256": "SHA-256",
  "ecdsa-sha384": "SHA-384",
  "sm2-sm3": "SM3",
};

export const hashOfAlgorithm = (algorithm: CmsAlgorithm): HashName => HASH[algorithm];

/** SignedData with one signer: contentType, messageDigest, signingCertificateV2, all in DER order (RFC 5652, RFC 5035). */
export async function makeSignedData(plan: SignedDataPlan): Promise<Uint8Array> {
  const { contentType, inside, algorithm } = plan;
  const attributes = await signedAttributes(plan);
  const raw = await plan.sign(der(TAG.set, ...attributes));
  const { issuer, serial } = parseCertificate(plan.certificateDer);
  const digestAlgorithm = sequence(oid(hashOid(HASH[algorithm])));
  const signerInfo = sequence(
    integer(1),
    sequence(issuer.der, der(TAG.integer, serial)),
    digestAlgorithm,
    tagged(0, ...attributes),
    signatureAlgorithm(algorithm),
    octets(algorithm.startsWith("rsa") ? raw : ecdsaFromRaw(raw)),
  );
  const bag = ordered(plan.bag);
  const signedData = sequence(
    integer(contentType === OID.data ? 1 : 3),
    set(digestAlgorithm),
    sequence(oid(contentType), ...(inside ? [tagged(0, octets(inside))] : [])),
    ...(bag.length > 0 ? [tagged(0, ...bag)] : []),
    set(signerInfo),
  );
  return sequence(oid(OID.signedData), tagged(0, signedData));
}

async function signedAttributes({
  contentType,
  messageDigest,
  certificateDer,
  signingTime,
}: SignedDataPlan): Promise<Uint8Array[]> {
  const certificateHash = await digest("SHA-256", certificateDer);
  const attribute = (type: string, value: Uint8Array) => sequence(oid(type), set(value));
  const attributes = [
    attribute(OID.contentType, oid(contentType)),
    attribute(OID.messageDigest, octets(messageDigest)),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(certificateHash))))),
    ...(signingTime ? [attribute(OID.signingTime, time(signingTime))] : []),
  ];
  return attributes.sort(compareBytes);
}

/** Each certificate once, in the order DER wants for a SET. */
const ordered = (certificates: readonly Uint8Array[]): Uint8Array[] =>
  [...new Map(certificates.map((bytes) => [bytesToHex(bytes), bytes])).values()].sort(compareBytes);

function signatureAlgorithm(algorithm: CmsAlgorithm): Uint8Array {
  if (algorithm === "rsa-sha256") return sequence(oid(OID.rsa), nothing());
  if (algorithm === "ecdsa-sha256") return sequence(oid(OID.ecdsaSha256));
  if (algorithm === "ecdsa-sha384") return sequence(oid(OID.ecdsaSha384));
  if (algorithm === "sm2-sm3") return sequence(oid(OID.sm2Sm3));
  const sha256 = sequence(oid(OID.sha256), nothing());
  return sequence(
    oid(OID.rsaPss),
    sequence(tagged(0, sha256), tagged(1, sequence(oid(OID.mgf1), sha256)), tagged(2, integer(32))),
  );
}
