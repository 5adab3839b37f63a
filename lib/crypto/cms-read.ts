import { type Algorithm, readAlgorithm } from "./algorithm";
import {
  checkDeep,
  children,
  type Der,
  expectTag,
  inOrder,
  malformed,
  readCount,
  readDer,
  readInteger,
  readOctets,
  readOid,
  sequenceOf,
  setOf,
  TAG,
} from "./der";
import { type Name, readName } from "./name";
import { OID } from "./oids";

export type SignerId =
  | { readonly by: "issuer"; readonly issuer: Name; readonly serial: Uint8Array }
  | { readonly by: "key"; readonly keyId: Uint8Array };

export type Attribute = { readonly oid: string; readonly values: readonly Der[] };

export type SignerInfo = {
  readonly version: number;
  readonly id: SignerId;
  readonly digest: Algorithm;
  /** Null where the content itself was signed, as some token kits do. */
  readonly signedAttributes: readonly Attribute[] | null;
  /** What the signature covers when there are attributes: their SET, with its own tag. */
  readonly signedBytes: Uint8Array | null;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly Attribute[];
};

export type SignedData = {
  /** Which object identifiers the outer layer uses: RFC 5652, or GB/T 35275, which is the same in another spelling. */
  readonly family: "rfc" | "gm";
  readonly version: number;
  readonly digests: readonly Algorithm[];
  readonly contentType: string;
  readonly content: Uint8Array | null;
  readonly certificates: readonly Uint8Array[];
  readonly crlsInside: boolean;
  readonly signers: readonly SignerInfo[];
};

const FAMILIES: Readonly<Record<string, SignedData["family"]>> = {
  [OID.signedData]: "rfc",
  [OID.gmSignedData]: "gm",
};
const MAX_SIGNERS = 16;
const MAX_CERTIFICATES = 64;

/** Reads ContentInfo with SignedData, strictly DER (RFC 5652 §5). @throws code MALFORMED */
export function readSignedData(cms: Uint8Array): SignedData {
  const outer = readDer(cms);
  checkDeep(outer);
  const [type, explicit, ...rest] = sequenceOf(outer);
  const family = FAMILIES[readOid(type)];
  if (!family || rest.length > 0) return malformed("not SignedData");
  const parts = sequenceOf(readDer(expectTag(explicit, 0xa0).content));
  const version = readCount(parts.shift());
  const digests = setOf(parts.shift()).map(readAlgorithm);
  const { contentType, content } = readContent(parts.shift());
  // Certificates are a SET, but who signs does not depend on their order, and token kits leave it as it comes.
  const certificates = parts[0]?.tag === 0xa0 ? children(parts.shift()!).map(({ bytes }) => bytes) : [];
  const crlsInside = parts[0]?.tag === 0xa1 && parts.shift() !== undefined;
  const signers = setOf(parts.shift()).map(readSigner);
  if (parts.length > 0) return malformed("SignedData with unknown parts");
  if (signers.length > MAX_SIGNERS || certificates.length > MAX_CERTIFICATES) return malformed("too many signers");
  return { family, version, digests, contentType, content, certificates, crlsInside, signers };
}

function readContent(element: Der | undefined): { contentType: string; content: Uint8Array | null } {
  const [type, explicit, ...rest] = sequenceOf(element);
  if (rest.length > 0) return malformed("content info");
  const content = explicit ? readOctets(readDer(expectTag(explicit, 0xa0).content)) : null;
  return { contentType: readOid(type), content };
}

function readSigner(element: Der): SignerInfo {
  const parts = sequenceOf(element);
  const version = readCount(parts.shift());
  const id = readSignerId(parts.shift());
  const digest = readAlgorithm(parts.shift());
  const signed = parts[0]?.tag === 0xa0 ? parts.shift()! : null;
  const signatureAlgorithm = readAlgorithm(parts.shift());
  const signature = readOctets(parts.shift());
  const unsigned = parts[0]?.tag === 0xa1 ? children(parts.shift()!).map(readAttribute) : [];
  if (parts.length > 0) return malformed("SignerInfo with unknown parts");
  return {
    version,
    id,
    digest,
    signedAttributes: signed ? inOrder(children(signed)).map(readAttribute) : null,
    signedBytes: signed ? asSet(signed) : null,
    signatureAlgorithm,
    signature,
    unsignedAttributes: unsigned,
  };
}

function readSignerId(element: Der | undefined): SignerId {
  if (element?.tag === 0x80) return { by: "key", keyId: element.content };
  const [issuer, serial, ...rest] = sequenceOf(element);
  if (rest.length > 0) return malformed("signer identifier");
  return { by: "issuer", issuer: readName(issuer), serial: readInteger(serial) };
}

function readAttribute(element: Der): Attribute {
  const [type, values, ...rest] = sequenceOf(element);
  if (rest.length > 0) return malformed("attribute");
  return { oid: readOid(type), values: setOf(values) };
}

/** The attributes are stored behind [0] but signed as a SET (RFC 5652 §5.4). */
function asSet(element: Der): Uint8Array {
  const bytes = element.bytes.slice();
  bytes[0] = TAG.set;
  return bytes;
}
