import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Algorithm, readAlgorithm } from "./algorithm";
import {
  checkDeep,
  type Der,
  expectTag,
  malformed,
  readBits,
  readCount,
  readDer,
  readInteger,
  sequenceOf,
  TAG,
} from "./der";
import {
  type AuthorityKeyId,
  type DistributionPoint,
  type Extension,
  type KeyUsage,
  readAuthorityKeyId,
  readBasicConstraints,
  readDistributionPoints,
  readExtensions,
  readGeneralNames,
  readKeyId,
  readKeyUsage,
  readNameConstraints,
  readOidList,
  type Subtrees,
} from "./extensions";
import type { GeneralName } from "./general-name";
import { type Name, readName } from "./name";
import { OID } from "./oids";
import { type PublicKey, readPublicKey } from "./public-key";
import { readTime } from "./time";

/** An X.509 certificate, parsed and not yet believed. */
export type Certificate = {
  readonly der: Uint8Array;
  /** What the issuer signed. */
  readonly tbs: Uint8Array;
  readonly version: 1 | 3;
  /** Content octets of the serial number as they stand, for comparison. */
  readonly serial: Uint8Array;
  /** Upper-case hex without leading zeros, in the way certificates are shown to people. */
  readonly serialHex: string;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKey;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  readonly keyUsage: ReadonlySet<KeyUsage> | null;
  readonly extendedKeyUsage: readonly string[] | null;
  readonly subjectKeyId: Uint8Array | null;
  readonly authorityKeyId: AuthorityKeyId | null;
  readonly altNames: readonly GeneralName[];
  readonly nameConstraints: Subtrees | null;
  readonly distributionPoints: readonly DistributionPoint[];
  /** SHA-256 of the DER, lower-case hex: the `kid` of protocol §2.3. */
  readonly fingerprint: string;
};

const MAX_BYTES = 65_536;

/**
 * Reads one certificate strictly: DER only, at most 64 KiB, version 3 (or 1, for anchors), no duplicate extension,
 * the same signature algorithm outside and inside.
 * @throws code MALFORMED
 * @see protocol §3.4 (parsing)
 */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > MAX_BYTES) return malformed("certificate larger than 64 KiB");
  const outer = readDer(der);
  checkDeep(outer);
  const [tbs, algorithm, signature, ...rest] = sequenceOf(outer);
  if (!tbs || !algorithm || !signature || rest.length > 0) return malformed("certificate");
  const body = readBody(tbs);
  const signatureAlgorithm = readAlgorithm(algorithm);
  if (body.algorithm.key !== signatureAlgorithm.key) return malformed("inner and outer signature algorithm differ");
  const { algorithm: _inner, ...fields } = body;
  return {
    der,
    tbs: tbs.bytes,
    ...fields,
    ...readKnown(fields.extensions),
    signatureAlgorithm,
    signature: readBits(signature),
    fingerprint: bytesToHex(sha256(der)),
  };
}

function readBody(tbs: Der) {
  const parts = sequenceOf(tbs);
  const version = parts[0]?.tag === 0xa0 ? readVersion(parts.shift()!) : 1;
  const [serial, algorithm, issuer, validity, subject, spki, ...optional] = parts;
  const serialOctets = readInteger(serial);
  const [notBefore, notAfter, ...more] = sequenceOf(validity);
  if (more.length > 0) return malformed("validity");
  // issuerUniqueID [1] and subjectUniqueID [2] are obsolete but legal in version 2 and 3.
  while (optional[0]?.tag === 0x81 || optional[0]?.tag === 0x82) optional.shift();
  const extensions = optional[0] ? readExtensions(readDer(expectTag(optional.shift(), 0xa3).content)) : [];
  if (optional.length > 0) return malformed("certificate with unknown parts");
  if (extensions.length > 0 && version !== 3) return malformed("extensions in an old version");
  return {
    version,
    serial: serialOctets,
    serialHex: bytesToHex(serialOctets)
      .replace(/^(00)+(?=..)/, "")
      .toUpperCase(),
    algorithm: readAlgorithm(algorithm),
    issuer: readName(issuer),
    subject: readName(subject),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: readPublicKey(spki),
    extensions,
  } as const;
}

function readVersion(element: Der): 1 | 3 {
  const version = readCount(expectTag(readDer(element.content), TAG.integer));
  return version === 2 ? 3 : malformed("certificate version");
}

function readKnown(extensions: readonly Extension[]) {
  const read = <T>(oid: string, reader: (value: Uint8Array) => T): T | null => {
    const found = extensions.find((extension) => extension.oid === oid);
    return found ? reader(found.value) : null;
  };
  return {
    basicConstraints: read(OID.basicConstraints, readBasicConstraints),
    keyUsage: read(OID.keyUsage, readKeyUsage),
    extendedKeyUsage: read(OID.extendedKeyUsage, readOidList),
    subjectKeyId: read(OID.subjectKeyId, readKeyId),
    authorityKeyId: read(OID.authorityKeyId, readAuthorityKeyId),
    altNames: read(OID.subjectAltName, readGeneralNames) ?? [],
    nameConstraints: read(OID.nameConstraints, readNameConstraints),
    distributionPoints: read(OID.crlDistributionPoints, readDistributionPoints) ?? [],
  };
}

/** The value octets of one extension, or null. */
export const extensionValue = (certificate: Certificate, oid: string): Uint8Array | null =>
  certificate.extensions.find((extension) => extension.oid === oid)?.value ?? null;

/** PEM armour off; every `CERTIFICATE` block of the text, as DER. */
export const certificatesFromPem = (pem: string): Uint8Array[] => fromPem("CERTIFICATE", pem);

/** PEM armour off; every block of this label, as DER. */
export function fromPem(label: "CERTIFICATE" | "X509 CRL", pem: string): Uint8Array[] {
  const blocks = pem.matchAll(new RegExp(`-----BEGIN ${label}-----([\\s\\S]+?)-----END ${label}-----`, "g"));
  return [...blocks].map(({ 1: text }) => Uint8Array.from(atob(text!.replace(/\s/g, "")), (c) => c.charCodeAt(0)));
}

/** PEM armour on, for files other programs read. */
export function toPem(label: string, der: Uint8Array): string {
  const base64 = btoa(Array.from(der, (octet) => String.fromCharCode(octet)).join(""));
  return `-----BEGIN ${label}-----\n${base64.replace(/.{64}(?=.)/g, "$&\n")}\n-----END ${label}-----\n`;
}
