import { bytesToHex } from "@noble/hashes/utils.js";
import { readAlgorithm } from "./algorithm";
import { digest } from "./cms-attributes";
import { type CmsAlgorithm, hashOfAlgorithm, makeSignedData } from "./cms-make";
import { type CmsContent, type CmsSigner, type CmsVerdict, verifySignedData } from "./cms-verify";
import { readSignedData } from "./cms-read";
import { children, compareBytes, type Der, expectTag, malformed, readDer, sequenceOf, setOf } from "./der";
import { der, oid, sequence, set, tagged } from "./der-write";
import { OID } from "./oids";

export type { CmsAlgorithm, CmsContent, CmsSigner, CmsVerdict };

export type CmsRequest = {
  /** The bytes to sign, or digests of bytes that stay elsewhere (PDF byte range). */
  readonly content: CmsContent;
  readonly certificateDer: Uint8Array;
  /** Intermediates, in any order; the anchor need not be there. */
  readonly chainDer: readonly Uint8Array[];
  readonly algorithm: CmsAlgorithm;
  /** Signs these bytes (hashing included). ECDSA and SM2 give r || s, as WebCrypto and tokens do. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** The signer's own clock; information only. PDF signatures leave it out (PAdES keeps it in /M). */
  readonly signingTime?: Date;
};

/**
 * Makes detached SignedData with one signer, CAdES-BES: contentType, messageDigest, signingCertificateV2, DER.
 * SM2 goes under the identifiers of RFC 5652 too, so that every reader finds its way in.
 * @throws {RangeError} if only digests are given and the algorithm's own is not among them
 * @see protocol §2.8
 */
export async function signCms(request: CmsRequest): Promise<Uint8Array> {
  const { content, certificateDer, chainDer, algorithm, sign, signingTime } = request;
  const hash = hashOfAlgorithm(algorithm);
  const given = content instanceof Uint8Array ? null : { "SHA-256": content.digest, SM3: content.sm3 }[hash as string];
  const messageDigest = content instanceof Uint8Array ? await digest(hash, content) : given;
  if (messageDigest?.length !== (hash === "SHA-384" ? 48 : 32))
    throw new RangeError(`the ${hash} of the bytes is needed to sign in their place`);
  const bag = [certificateDer, ...chainDer];
  return makeSignedData({
    contentType: OID.data,
    inside: null,
    messageDigest,
    certificateDer,
    bag,
    algorithm,
    sign,
    signingTime,
  });
}

/**
 * Adds a second person's signature over the same content (company seal, then legal representative). The first stays as it
 * is, byte for byte; whether both are over the same content is for whoever verifies.
 * @throws code MALFORMED if the first is not SignedData; RangeError as `signCms`
 */
export async function cosignCms(cms: Uint8Array, request: CmsRequest): Promise<Uint8Array> {
  const [first, second] = [readSignedData(cms), await signCms(request)];
  const [one, two] = [partsOf(cms), partsOf(second)];
  const digests = [...setOf(one.digests), ...setOf(two.digests)].map((found) => [
    readAlgorithm(found).oid,
    found.bytes,
  ]);
  const added = readSignedData(second).certificates;
  const bag = new Map([...first.certificates, ...added].map((found) => [bytesToHex(found), found]));
  const signers = [...setOf(one.signers), ...setOf(two.signers)].map(({ bytes }) => bytes);
  const body = sequence(
    one.version.bytes,
    set(...new Map(digests as [string, Uint8Array][]).values()),
    one.content.bytes,
    tagged(0, ...[...bag.values()].sort(compareBytes)),
    set(...signers),
  );
  return sequence(one.type.bytes, tagged(0, body));
}

function partsOf(cms: Uint8Array) {
  const [type, explicit] = sequenceOf(readDer(cms));
  const parts = sequenceOf(readDer(expectTag(explicit, 0xa0).content));
  const [version, digests, content] = parts;
  const signers = parts[parts.length - 1];
  if (!type || !version || !digests || !content || !signers) return malformed("SignedData");
  return { type, version, digests, content, signers };
}

/**
 * Checks a detached signature by the profile of protocol §2.8: strict DER, the required attributes, our algorithms, and
 * every SignerInfo good. It says who signed; whether their certificates are to be believed is `validatePath`'s answer.
 * Never throws: unreadable input is `CMS_MALFORMED`.
 */
export const verifyCms = (content: CmsContent, cms: Uint8Array): Promise<CmsVerdict> =>
  verifySignedData("seal", cms, content);

/**
 * Puts an RFC 3161 token over the signature into the first SignerInfo, as an unsigned attribute (CAdES-T, PAdES-B-T).
 * The signature stays valid: unsigned attributes are outside it. A token already there is replaced.
 * @throws code MALFORMED
 */
export function withTimestamp(cms: Uint8Array, token: Uint8Array): Uint8Array {
  const [type, explicit] = sequenceOf(readDer(cms));
  const parts = sequenceOf(readDer(expectTag(explicit, 0xa0).content));
  const signers = children(parts.pop() ?? malformed("SignedData"));
  const [first, ...others] = signers.map(({ bytes }) => bytes);
  const stamped = stampSigner(readDer(first ?? malformed("no signer")), token);
  const rest = parts.map(({ bytes }: Der) => bytes);
  return sequence(type!.bytes, tagged(0, sequence(...rest, set(stamped, ...others))));
}

function stampSigner(signer: Der, token: Uint8Array): Uint8Array {
  const parts = sequenceOf(signer).filter(({ tag }) => tag !== 0xa1);
  return sequence(...parts.map(({ bytes }) => bytes), der(0xa1, sequence(oid(OID.timestampToken), set(token))));
}
