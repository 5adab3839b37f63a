import { createHash } from "node:crypto";
import { readBits, readDer, sequenceOf } from "@/lib/crypto/der";
import {
  bits,
  boolean,
  der,
  flags,
  ia5,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
  taggedPrimitive,
  time,
} from "@/lib/crypto/der-write";
import { KEY_USAGE_BIT, type KeyUsage } from "@/lib/crypto/extensions";
import { OID } from "@/lib/crypto/oids";
import type { IssuingKey } from "./keys";

export type CertificateTemplate = {
  readonly serial: Uint8Array;
  /** Names as DER. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spki: Uint8Array;
  readonly extensions: readonly Uint8Array[];
};

const ALGORITHM: Readonly<Record<IssuingKey["kind"], Uint8Array>> = {
  rsa: sequence(oid(OID.rsaSha256), nothing()),
  ec: sequence(oid(OID.ecdsaSha256)),
  sm2: sequence(oid(OID.sm2Sm3)),
};
export const algorithmOf = (kind: IssuingKey["kind"]): Uint8Array => ALGORITHM[kind];

function signed(tbs: Uint8Array, { kind, sign }: IssuingKey): Uint8Array {
  return sequence(tbs, algorithmOf(kind), bits(sign(tbs)));
}

/** Makes and signs a version 3 certificate. */
export function buildCertificate(template: CertificateTemplate, issuer: IssuingKey): Uint8Array {
  const { serial, notBefore, notAfter, spki, extensions } = template;
  const tbs = sequence(
    tagged(0, integer(2)),
    integer(serial),
    algorithmOf(issuer.kind),
    template.issuer,
    sequence(time(notBefore), time(notAfter)),
    template.subject,
    spki,
    tagged(3, sequence(...extensions)),
  );
  return signed(tbs, issuer);
}

export type RevokedEntry = { readonly serial: Uint8Array; readonly at: Date; readonly reason: number };

/** Makes and signs a full version 2 CRL. */
export function buildCrl(
  list: { issuer: Uint8Array; thisUpdate: Date; nextUpdate: Date; number: number; entries: readonly RevokedEntry[] },
  issuer: IssuingKey,
): Uint8Array {
  const entries = list.entries.map(({ serial, at, reason }) =>
    sequence(integer(serial), time(at), sequence(extension(OID.crlReason, false, der(0x0a, Uint8Array.of(reason))))),
  );
  const tbs = sequence(
    integer(1),
    algorithmOf(issuer.kind),
    list.issuer,
    time(list.thisUpdate),
    time(list.nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tagged(
      0,
      sequence(
        extension(OID.authorityKeyId, false, sequence(taggedPrimitive(0, keyIdOf(issuer.spki)))),
        extension(OID.crlNumber, false, integer(list.number)),
      ),
    ),
  );
  return signed(tbs, issuer);
}

export const extension = (id: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

/** Key identifier: the first 160 bits of SHA-256 over the key bits (RFC 7093 method 1). */
export const keyIdOf = (spki: Uint8Array): Uint8Array =>
  new Uint8Array(
    createHash("sha256")
      .update(readBits(sequenceOf(readDer(spki))[1]))
      .digest()
      .subarray(0, 20),
  );

export const keyIds = (spki: Uint8Array, issuerSpki: Uint8Array): Uint8Array[] => [
  extension(OID.subjectKeyId, false, octets(keyIdOf(spki))),
  extension(OID.authorityKeyId, false, sequence(taggedPrimitive(0, keyIdOf(issuerSpki)))),
];

export const keyUsage = (...usages: readonly KeyUsage[]): Uint8Array =>
  extension(OID.keyUsage, true, flags(...usages.map((usage) => KEY_USAGE_BIT[usage])));

export const extendedKeyUsage = (critical: boolean, ...purposes: readonly string[]): Uint8Array =>
  extension(OID.extendedKeyUsage, critical, sequence(...purposes.map(oid)));

export const authorityConstraints = (pathLength: number | null): Uint8Array =>
  extension(OID.basicConstraints, true, sequence(boolean(true), ...(pathLength === null ? [] : [integer(pathLength)])));

export const crlAddress = (url: string): Uint8Array =>
  extension(
    OID.crlDistributionPoints,
    false,
    sequence(sequence(tagged(0, tagged(0, taggedPrimitive(6, ia5(url).subarray(2)))))),
  );

/** Where the authority's OCSP responder answers (RFC 5280 §4.2.2.1). */
export const ocspAddress = (url: string): Uint8Array =>
  extension(
    "1.3.6.1.5.5.7.1.1",
    false,
    sequence(sequence(oid("1.3.6.1.5.5.7.48.1"), taggedPrimitive(6, ia5(url).subarray(2)))),
  );
