import { digest } from "./cms-attributes";
import { type CmsAlgorithm, hashOfAlgorithm, makeSignedData } from "./cms-make";
import { type CmsContent, type CmsSigner, type CmsVerdict, verifySignedData } from "./cms-verify";
import { children, type Der, expectTag, malformed, readDer, sequenceOf } from "./der";
import { der, oid, sequence, set, tagged } from "./der-write";
import { OID } from "./oids";

export type { CmsAlgorithm, CmsContent, CmsSigner, CmsVerdict };

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

/**
 * Makes detached SignedData with one signer, CAdES-BES: contentType, messageDigest, signingCertificateV2, DER.
 * @throws {RangeError} if only a digest is given and the algorithm hashes with something else than SHA-256
 * @see protocol §2.8
 */
export async function signCms(request: CmsRequest): Promise<Uint8Array> {
  const { content, certificateDer, chainDer, algorithm, sign, signingTime } = request;
  const hash = hashOfAlgorithm(algorithm);
  const messageDigest = content instanceof Uint8Array ? await digest(hash, content) : content.digest;
  if (!(content instanceof Uint8Array) && (hash !== "SHA-256" || messageDigest.length !== 32))
    throw new RangeError("a digest that is signed in place of its bytes must be SHA-256");
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
