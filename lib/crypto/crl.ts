import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Algorithm, readAlgorithm } from "./algorithm";
import {
  children,
  type Der,
  malformed,
  readBits,
  readBoolean,
  readCount,
  readDer,
  readFlags,
  readInteger,
  sequenceOf,
  TAG,
} from "./der";
import { type AuthorityKeyId, type Extension, readAuthorityKeyId, readExtensions, readPointName } from "./extensions";
import type { GeneralName } from "./general-name";
import { type Name, readName } from "./name";
import { OID } from "./oids";
import { readTime } from "./time";

export type RevokedCertificate = {
  readonly at: Date;
  /** CRLReason number; null if not given. 8 takes an entry back (delta lists only). */
  readonly reason: number | null;
  /** Since when the key is believed to have been compromised, if stated. */
  readonly invalidSince: Date | null;
  /** A critical entry extension that we do not act upon: the entry's meaning is then unknown. */
  readonly unknownCritical: boolean;
};

export type Scope = {
  readonly names: readonly GeneralName[] | null;
  readonly relative: Uint8Array | null;
  readonly usersOnly: boolean;
  readonly authoritiesOnly: boolean;
  readonly attributesOnly: boolean;
  readonly someReasons: boolean;
  readonly indirect: boolean;
};

export type Crl = {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  readonly authorityKeyId: AuthorityKeyId | null;
  readonly isDelta: boolean;
  /** Has the number that RFC 5280 §5.2.3 demands of version 2, not marked critical; version 1 has none. */
  readonly numbered: boolean;
  readonly scope: Scope | null;
  readonly unknownCritical: boolean;
  /** SHA-256 of the DER, hex. */
  readonly fingerprint: string;
  /** The entry for a serial number (content octets as in the certificate), or null. @throws code MALFORMED */
  readonly entry: (serial: Uint8Array) => RevokedCertificate | null;
};

const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.issuingDistributionPoint,
  OID.deltaCrl,
  OID.crlNumber,
  OID.authorityKeyId,
]);
const ENTRY_UNDERSTOOD: ReadonlySet<string> = new Set([OID.crlReason, OID.invalidityDate]);

/** Reads a certificate revocation list strictly (RFC 5280 §5). @throws code MALFORMED */
export function parseCrl(der: Uint8Array): Crl {
  const [tbs, algorithm, signature, ...rest] = sequenceOf(readDer(der));
  if (!tbs || rest.length > 0) return malformed("CRL");
  const parts = sequenceOf(tbs);
  const version = parts[0]?.tag === TAG.integer ? readCount(parts.shift()) : 0;
  const inner = readAlgorithm(parts.shift());
  const signatureAlgorithm = readAlgorithm(algorithm);
  if (inner.key !== signatureAlgorithm.key) return malformed("inner and outer signature algorithm differ");
  const issuer = readName(parts.shift());
  const thisUpdate = readTime(parts.shift());
  const nextUpdate = isTime(parts[0]) ? readTime(parts.shift()) : null;
  const entries = parts[0]?.tag === TAG.sequence ? sequenceOf(parts.shift()) : [];
  const extensions = parts[0]?.tag === 0xa0 ? readExtensions(readDer(parts.shift()!.content)) : [];
  if (parts.length > 0 || version > 1 || (version === 0 && extensions.length > 0))
    return malformed("CRL version or parts");
  return {
    der,
    tbs: tbs.bytes,
    issuer,
    thisUpdate,
    nextUpdate,
    signatureAlgorithm,
    signature: readBits(signature),
    ...readKnown(extensions),
    numbered: version === 0 || extensions.some(({ oid, critical }) => oid === OID.crlNumber && !critical),
    fingerprint: bytesToHex(sha256(der)),
    entry: indexOf(entries),
  };
}

const isTime = (element: Der | undefined): boolean =>
  element?.tag === TAG.utcTime || element?.tag === TAG.generalizedTime;

function readKnown(extensions: readonly Extension[]) {
  const value = (oid: string) => extensions.find((extension) => extension.oid === oid)?.value;
  const scope = value(OID.issuingDistributionPoint);
  const keyId = value(OID.authorityKeyId);
  return {
    authorityKeyId: keyId ? readAuthorityKeyId(keyId) : null,
    isDelta: value(OID.deltaCrl) !== undefined,
    scope: scope ? readScope(scope) : null,
    unknownCritical: extensions.some(({ oid, critical }) => critical && !UNDERSTOOD.has(oid)),
  };
}

function readScope(value: Uint8Array): Scope {
  let point: { names: GeneralName[] | null; relative: Uint8Array | null } = { names: null, relative: null };
  const on = new Set<number>();
  for (const part of sequenceOf(readDer(value))) {
    const n = part.tag & 0x1f;
    if (part.tag === 0xa0) point = readPointName(part);
    else if (part.tag === 0x83) {
      readFlags({ ...part, tag: TAG.bitString });
      on.add(3);
    } else if ([0x81, 0x82, 0x84, 0x85].includes(part.tag)) {
      if (readBoolean({ ...part, tag: TAG.boolean })) on.add(n);
    } else return malformed("issuingDistributionPoint");
  }
  return {
    ...point,
    usersOnly: on.has(1),
    authoritiesOnly: on.has(2),
    someReasons: on.has(3),
    indirect: on.has(4),
    attributesOnly: on.has(5),
  };
}

/** National lists have a hundred thousand entries: indexed once by serial, read only when asked for. */
function indexOf(entries: readonly Der[]): Crl["entry"] {
  let index: Map<string, Der> | null = null;
  const again = new Map<string, Der[]>();
  const note = (known: Map<string, Der>, entry: Der): Map<string, Der> => {
    const serial = bytesToHex(readInteger(children(entry)[0]));
    if (!known.has(serial)) return known.set(serial, entry);
    const more = again.get(serial) ?? [];
    more.push(entry);
    again.set(serial, more);
    return known;
  };
  return (serial) => {
    index ??= entries.reduce(note, new Map<string, Der>());
    const key = bytesToHex(serial);
    const found = index.get(key);
    return found ? worst([found, ...(again.get(key) ?? [])].map(readEntry)) : null;
  };
}

/** Of entries with the same number no reader may pick the harmless one: what revokes comes before what does not, early before late. */
const worst = (entries: readonly RevokedCertificate[]): RevokedCertificate =>
  entries.reduce((bad, one) =>
    weight(one) > weight(bad) || (weight(one) === weight(bad) && one.at < bad.at) ? one : bad,
  );

const weight = ({ reason, unknownCritical }: RevokedCertificate): number =>
  unknownCritical ? 1 : reason === REMOVED ? 0 : reason === HOLD ? 2 : 3;

/** CRLReason: held for now; taken back (delta lists only). */
export const HOLD = 6;
export const REMOVED = 8;

function readEntry(element: Der): RevokedCertificate {
  const [, at, extensions, ...rest] = sequenceOf(element);
  if (rest.length > 0) return malformed("CRL entry");
  const known = extensions ? readExtensions(extensions) : [];
  const value = (oid: string) => known.find((extension) => extension.oid === oid)?.value;
  const reason = value(OID.crlReason);
  const since = value(OID.invalidityDate);
  return {
    at: readTime(at),
    reason: reason ? (readDer(reason).content[0] ?? null) : null,
    invalidSince: since ? readTime(readDer(since)) : null,
    unknownCritical: known.some(({ oid, critical }) => critical && !ENTRY_UNDERSTOOD.has(oid)),
  };
}
