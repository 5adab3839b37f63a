import {
  children,
  type Der,
  expectTag,
  malformed,
  readBoolean,
  readCount,
  readDer,
  readFlags,
  readOctets,
  readOid,
  sequenceOf,
  TAG,
} from "./der";
import { type GeneralName, readGeneralName } from "./general-name";

export type Extension = { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array };

export type KeyUsage =
  | "digitalSignature"
  | "nonRepudiation"
  | "keyEncipherment"
  | "dataEncipherment"
  | "keyAgreement"
  | "keyCertSign"
  | "cRLSign"
  | "encipherOnly"
  | "decipherOnly";

const KEY_USAGES: readonly KeyUsage[] = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
];

/** Numbers of the KeyUsage bits, for writers. */
export const KEY_USAGE_BIT = Object.fromEntries(KEY_USAGES.map((usage, bit) => [usage, bit])) as Record<
  KeyUsage,
  number
>;

export type AuthorityKeyId = {
  readonly keyId?: Uint8Array;
  readonly issuer?: GeneralName[];
  readonly serial?: Uint8Array;
};
export type DistributionPoint = {
  /** Full names, or null where the point is relative to its issuer or only names a CRL issuer. */
  readonly names: readonly GeneralName[] | null;
  /** A name part to be added to the name of the CRL issuer, as DER of the RelativeDistinguishedName content. */
  readonly relative: Uint8Array | null;
  readonly reasons: ReadonlySet<number> | null;
  readonly crlIssuer: readonly GeneralName[] | null;
};
export type Subtrees = { readonly permitted: readonly GeneralName[]; readonly excluded: readonly GeneralName[] };

/** SEQUENCE OF Extension. Duplicates are refused: two readers might look at different ones. */
export function readExtensions(element: Der | undefined): Extension[] {
  const found = sequenceOf(element).map(readExtension);
  if (found.length === 0) return malformed("empty list of extensions");
  if (new Set(found.map(({ oid }) => oid)).size !== found.length) return malformed("duplicate extension");
  return found;
}

function readExtension(element: Der): Extension {
  const parts = sequenceOf(element);
  const critical = parts.length === 3 ? readBoolean(parts[1]) : false;
  if (parts.length === 3 && !critical) return malformed("DER default value written out");
  if (parts.length < 2 || parts.length > 3) return malformed("extension");
  return { oid: readOid(parts[0]), critical, value: readOctets(parts[parts.length - 1]) };
}

export function readKeyUsage(value: Uint8Array): ReadonlySet<KeyUsage> {
  const on = readFlags(readDer(value));
  return new Set(KEY_USAGES.filter((_, bit) => on.has(bit)));
}

export function readBasicConstraints(value: Uint8Array): { ca: boolean; pathLength: number | null } {
  const parts = sequenceOf(readDer(value));
  const ca = parts[0]?.tag === TAG.boolean ? readBoolean(parts.shift()) : false;
  const pathLength = parts.length > 0 ? readCount(parts.shift()) : null;
  if (parts.length > 0) return malformed("basicConstraints");
  return { ca, pathLength };
}

export function readOidList(value: Uint8Array): readonly string[] {
  const found = sequenceOf(readDer(value)).map(readOid);
  return found.length > 0 ? found : malformed("empty list of purposes");
}

export const readKeyId = (value: Uint8Array): Uint8Array => readOctets(readDer(value));

export function readAuthorityKeyId(value: Uint8Array): AuthorityKeyId {
  const found: { keyId?: Uint8Array; issuer?: GeneralName[]; serial?: Uint8Array } = {};
  for (const part of sequenceOf(readDer(value))) {
    if (part.tag === 0x80) found.keyId = part.content;
    else if (part.tag === 0xa1) found.issuer = children(part).map(readGeneralName);
    else if (part.tag === 0x82) found.serial = part.content;
    else return malformed("authorityKeyIdentifier");
  }
  return found;
}

export function readGeneralNames(value: Uint8Array): GeneralName[] {
  const found = sequenceOf(readDer(value)).map(readGeneralName);
  return found.length > 0 ? found : malformed("empty list of names");
}

export function readNameConstraints(value: Uint8Array): Subtrees {
  let permitted: GeneralName[] = [];
  let excluded: GeneralName[] = [];
  for (const part of sequenceOf(readDer(value))) {
    if (part.tag === 0xa0) permitted = children(part).map(readSubtree);
    else if (part.tag === 0xa1) excluded = children(part).map(readSubtree);
    else return malformed("nameConstraints");
  }
  if (permitted.length + excluded.length === 0) return malformed("empty nameConstraints");
  return { permitted, excluded };
}

function readSubtree(element: Der): GeneralName {
  const [base, ...range] = sequenceOf(element);
  // RFC 5280 fixes minimum 0 (a default, so absent) and no maximum.
  if (!base || range.length > 0) return malformed("name constraint with a range");
  return readGeneralName(base);
}

export function readDistributionPoints(value: Uint8Array): DistributionPoint[] {
  return sequenceOf(readDer(value)).map(readDistributionPoint);
}

function readDistributionPoint(element: Der): DistributionPoint {
  let names: GeneralName[] | null = null;
  let relative: Uint8Array | null = null;
  let reasons: ReadonlySet<number> | null = null;
  let crlIssuer: GeneralName[] | null = null;
  for (const part of sequenceOf(element)) {
    if (part.tag === 0xa0) ({ names, relative } = readPointName(part));
    else if (part.tag === 0x81) reasons = readFlags({ ...part, tag: TAG.bitString });
    else if (part.tag === 0xa2) crlIssuer = children(part).map(readGeneralName);
    else return malformed("distribution point");
  }
  return { names, relative, reasons, crlIssuer };
}

/** DistributionPointName behind its explicit tag. */
export function readPointName(element: Der): { names: GeneralName[] | null; relative: Uint8Array | null } {
  const inner = readDer(element.content);
  if (inner.tag === 0xa0) return { names: children(inner).map(readGeneralName), relative: null };
  return { names: null, relative: expectTag(inner, 0xa1).content };
}
