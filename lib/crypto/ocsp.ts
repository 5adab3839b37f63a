import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Algorithm, readAlgorithm } from "./algorithm";
import type { Certificate } from "./certificate";
import {
  checkDeep,
  type Der,
  expectTag,
  malformed,
  readBits,
  readCount,
  readDer,
  readInteger,
  readOctets,
  readOid,
  sameBytes,
  sequenceOf,
  TAG,
} from "./der";
import { der, nothing, octets, oid, sequence, tagged } from "./der-write";
import { type Extension, readExtensions } from "./extensions";
import { type Name, readName } from "./name";
import { OID } from "./oids";
import { readTime } from "./time";

export type OcspStatus = {
  readonly certId: CertId;
  readonly status: "good" | "revoked" | "unknown";
  readonly revokedAt: Date | null;
  /** Merely held: the one revocation that can end. */
  readonly held: boolean;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
};

export type CertId = {
  readonly hash: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serial: Uint8Array;
};

export type OcspResponse = {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  readonly responder: { readonly name: Name } | { readonly keyHash: Uint8Array };
  readonly producedAt: Date;
  readonly statuses: readonly OcspStatus[];
  readonly nonce: Uint8Array | null;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  /** SHA-256 of the DER, hex. */
  readonly fingerprint: string;
};

const MAX_BYTES = 262_144;

/**
 * Reads an OCSPResponse strictly (RFC 6960 §4.2); one that does not report success holds no answer and is refused like
 * an unreadable one. A critical extension that we do not know refuses the whole.
 * @throws code MALFORMED
 */
export function parseOcsp(bytes: Uint8Array): OcspResponse {
  if (bytes.length > MAX_BYTES) return malformed("OCSP response larger than 256 KiB");
  const outer = readDer(bytes);
  checkDeep(outer);
  const [status, explicit, ...rest] = sequenceOf(outer);
  if (rest.length > 0 || expectTag(status, 0x0a).content.length !== 1) return malformed("OCSP response");
  if (status!.content[0] !== 0 || !explicit) return malformed(`OCSP status ${status!.content[0]}`);
  const [type, inner, ...more] = sequenceOf(readDer(expectTag(explicit, 0xa0).content));
  if (readOid(type) !== OID.ocspBasic || more.length > 0) return malformed("OCSP response type");
  const basic = readDer(readOctets(inner));
  checkDeep(basic);
  const [data, algorithm, signature, bag, ...extra] = sequenceOf(basic);
  if (!data || extra.length > 0) return malformed("BasicOCSPResponse");
  return {
    der: bytes,
    tbs: data.bytes,
    ...readData(data),
    signatureAlgorithm: readAlgorithm(algorithm),
    signature: readBits(signature),
    certificates: bag ? sequenceOf(readDer(expectTag(bag, 0xa0).content)).map((one) => one.bytes) : [],
    fingerprint: bytesToHex(sha256(bytes)),
  };
}

function readData(data: Der) {
  const parts = sequenceOf(data);
  // Version 1 is the default and must not be written out in DER; responders in use do it nevertheless.
  if (parts[0]?.tag === 0xa0 && readCount(readDer(parts.shift()!.content)) !== 0) return malformed("OCSP version");
  const responder = readResponder(parts.shift());
  const producedAt = readTime(parts.shift());
  const statuses = sequenceOf(parts.shift()).map(readStatus);
  const extensions = parts[0]?.tag === 0xa1 ? known(parts.shift()!, [OID.ocspNonce]) : [];
  if (parts.length > 0) return malformed("OCSP response data");
  const nonce = extensions.find((extension) => extension.oid === OID.ocspNonce)?.value ?? null;
  return { responder, producedAt, statuses, nonce };
}

function readResponder(element: Der | undefined): OcspResponse["responder"] {
  if (element?.tag === 0xa1) return { name: readName(readDer(element.content)) };
  return { keyHash: readOctets(readDer(expectTag(element, 0xa2).content)) };
}

function readStatus(element: Der): OcspStatus {
  const [certId, status, thisUpdate, ...optional] = sequenceOf(element);
  const nextUpdate = optional[0]?.tag === 0xa0 ? readTime(readDer(optional.shift()!.content)) : null;
  if (optional[0]?.tag === 0xa1) known(optional.shift()!, []);
  if (optional.length > 0) return malformed("OCSP single response");
  return { certId: readCertId(certId), ...readCertStatus(status), thisUpdate: readTime(thisUpdate), nextUpdate };
}

function readCertStatus(element: Der | undefined): Pick<OcspStatus, "status" | "revokedAt" | "held"> {
  const none = { revokedAt: null, held: false };
  if (element?.tag === 0x80 && element.content.length === 0) return { status: "good", ...none };
  if (element?.tag === 0x82 && element.content.length === 0) return { status: "unknown", ...none };
  const [at, reason] = sequenceOf({ ...expectTag(element, 0xa1), tag: TAG.sequence });
  const held = reason?.tag === 0xa0 && readDer(reason.content).content[0] === HOLD;
  return { status: "revoked", revokedAt: readTime(at), held };
}

/** CRLReason certificateHold. */
const HOLD = 6;

function readCertId(element: Der | undefined): CertId {
  const [algorithm, name, key, serial, ...rest] = sequenceOf(element);
  if (rest.length > 0) return malformed("OCSP certificate id");
  return {
    hash: readAlgorithm(algorithm).oid,
    issuerNameHash: readOctets(name),
    issuerKeyHash: readOctets(key),
    serial: readInteger(serial),
  };
}

function known(element: Der, oids: readonly string[]): Extension[] {
  const found = readExtensions(readDer(element.content));
  if (found.some((extension) => extension.critical && !oids.includes(extension.oid)))
    return malformed("OCSP response with an unknown critical extension");
  return found;
}

/** Hashes a certificate id may use. They only name an authority we hold already, so that SHA-1 does no harm here. */
const ID_HASHES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  [OID.sha1]: sha1,
  [OID.sha256]: sha256,
  [OID.sha384]: sha384,
  [OID.sha512]: sha512,
};

const keyBits = (certificate: Certificate): Uint8Array => readBits(sequenceOf(readDer(certificate.publicKey.spki))[1]);

/** Whether this id names that certificate of that issuer; the serial number alone is not enough. */
export function isAbout(certId: CertId, certificate: Certificate, issuer: Certificate): boolean {
  const hash = ID_HASHES[certId.hash];
  return (
    hash !== undefined &&
    sameBytes(certId.serial, certificate.serial) &&
    sameBytes(certId.issuerNameHash, hash(certificate.issuer.der)) &&
    sameBytes(certId.issuerKeyHash, hash(keyBits(issuer)))
  );
}

/** Whether the response says it comes from the holder of this certificate. */
export const isResponder = ({ responder }: OcspResponse, certificate: Certificate): boolean =>
  "name" in responder
    ? responder.name.key === certificate.subject.key
    : sameBytes(responder.keyHash, sha1(keyBits(certificate)));

/** The nonce extension's value, as it stands in request and response (RFC 8954: an OCTET STRING inside). */
export const ocspNonce = (nonce: Uint8Array): Uint8Array => octets(nonce);

/** A request about one certificate, with a nonce. SHA-1 in the id is what every responder understands (RFC 5019). */
export function ocspRequest(certificate: Certificate, issuer: Certificate, nonce: Uint8Array): Uint8Array {
  const certId = sequence(
    sequence(oid(OID.sha1), nothing()),
    octets(sha1(certificate.issuer.der)),
    octets(sha1(keyBits(issuer))),
    der(TAG.integer, certificate.serial),
  );
  const extension = sequence(oid(OID.ocspNonce), octets(ocspNonce(nonce)));
  return sequence(sequence(sequence(sequence(certId)), tagged(2, sequence(extension))));
}
