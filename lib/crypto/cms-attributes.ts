import { sha1 } from "@noble/hashes/legacy.js";
import { type HashName, hashOf, readAlgorithm } from "./algorithm";
import type { Certificate } from "./certificate";
import type { Attribute, SignerInfo } from "./cms-read";
import { children, type Der, malformed, readInteger, readOctets, sameBytes, sequenceOf, TAG } from "./der";
import { readGeneralName } from "./general-name";
import { OID } from "./oids";

type Bytes = Uint8Array<ArrayBuffer>;

export async function digest(hash: HashName, bytes: Uint8Array): Promise<Uint8Array> {
  if (hash === "SM3") return (await import("./sm2")).sm3Digest(bytes);
  return new Uint8Array(await crypto.subtle.digest(hash, bytes as Bytes));
}

/** The only value of an attribute that must be there exactly once; null if it is not. */
export function onlyValue(attributes: readonly Attribute[], oid: string): Der | null {
  const [found, ...more] = attributes.filter((attribute) => attribute.oid === oid);
  return found && more.length === 0 && found.values.length === 1 ? found.values[0]! : null;
}

/**
 * Whether the signing-certificate attribute names this certificate (RFC 5035; the first ESSCertID counts).
 * Without it, a certificate of the same key and another name could be put into the signature's place.
 * `olderForm` allows the RFC 2634 attribute with SHA-1, which timestamp authorities still write.
 */
export async function namesCertificate(
  signer: SignerInfo,
  certificate: Certificate,
  olderForm: boolean,
): Promise<boolean> {
  const attributes = signer.signedAttributes ?? [];
  const current = onlyValue(attributes, OID.signingCertificateV2);
  if (current) return matches(firstId(current), certificate, "SHA-256");
  const older = olderForm ? onlyValue(attributes, OID.signingCertificate) : null;
  return older !== null && matches(firstId(older), certificate, null);
}

function firstId(value: Der): Der {
  const [ids] = sequenceOf(value);
  const [first] = sequenceOf(ids);
  return first ?? malformed("signingCertificate without a certificate");
}

async function matches(id: Der, certificate: Certificate, fallback: HashName | null): Promise<boolean> {
  const parts = sequenceOf(id);
  const hash = fallback && parts[0]?.tag === TAG.sequence ? hashOf(readAlgorithm(parts.shift())) : fallback;
  if (fallback && !hash) return false;
  const claimed = readOctets(parts.shift());
  const actual = hash ? await digest(hash, certificate.der) : sha1(certificate.der);
  if (!sameBytes(claimed, actual)) return false;
  const issuerSerial = parts.shift();
  if (parts.length > 0) return malformed("ESSCertID");
  return issuerSerial === undefined || sameIssuerSerial(issuerSerial, certificate);
}

function sameIssuerSerial(element: Der, certificate: Certificate): boolean {
  const [names, serial] = sequenceOf(element);
  const [name, ...more] = children(names ?? malformed("issuerSerial")).map(readGeneralName);
  if (more.length > 0 || name?.form !== "directory") return false;
  return name.name.key === certificate.issuer.key && sameBytes(readInteger(serial), certificate.serial);
}
