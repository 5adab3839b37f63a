import { utf8ToBytes } from "@noble/hashes/utils.js";
import { type Der, malformed, readOid, sequenceOf, setOf, TAG } from "./der";
import { der, oid, sequence, set } from "./der-write";
import { OID } from "./oids";

export type NameAttribute = { readonly oid: string; readonly value: string };

/** A distinguished name (RFC 5280 §4.1.2.4). */
export type Name = {
  readonly der: Uint8Array;
  readonly rdns: readonly (readonly NameAttribute[])[];
  /** Equal for names that RFC 5280 §7.1 calls equal: case, inner white space and string type do not count. */
  readonly key: string;
  /** The same for each part alone, for subtree comparison. */
  readonly rdnKeys: readonly string[];
};

const LATIN = new TextDecoder("latin1");
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const UTF16 = new TextDecoder("utf-16be", { fatal: true, ignoreBOM: true });

/** Text of any of the string types that X.509 names use. */
export function readText(element: Der): string {
  try {
    if (element.tag === TAG.utf8) return UTF8.decode(element.content);
    if (element.tag === TAG.printable || element.tag === TAG.ia5 || element.tag === TAG.teletex || element.tag === 0x12)
      return LATIN.decode(element.content);
    if (element.tag === TAG.bmp) return UTF16.decode(element.content);
    if (element.tag === TAG.universal) return universal(element.content);
  } catch {
    return malformed("text that is not in its encoding");
  }
  return malformed(`not a text type: ${element.tag.toString(16)}`);
}

function universal(content: Uint8Array): string {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = "";
  for (let i = 0; i < content.length; i += 4) text += String.fromCodePoint(view.getUint32(i));
  return text;
}

const fold = (text: string): string => text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

function readAttribute(element: Der): NameAttribute & { readonly folded: string } {
  const [type, value, ...rest] = sequenceOf(element);
  if (!value || rest.length > 0) return malformed("name attribute");
  const id = readOid(type);
  const text = isText(value) ? readText(value) : hexOf(value.bytes);
  return { oid: id, value: text, folded: `${id}=${JSON.stringify(isText(value) ? fold(text) : text)}` };
}

const isText = ({ tag }: Der): boolean => [0x0c, 0x12, 0x13, 0x14, 0x16, 0x1c, 0x1e].includes(tag);
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

/** Reads a Name. @throws code MALFORMED */
export function readName(element: Der | undefined): Name {
  const rdns = sequenceOf(element).map((rdn) => {
    const attributes = setOf(rdn).map(readAttribute);
    if (attributes.length === 0) return malformed("empty name part");
    return attributes;
  });
  const rdnKeys = rdns.map((rdn) =>
    rdn
      .map(({ folded }) => folded)
      .sort()
      .join("+"),
  );
  return {
    der: element!.bytes,
    rdns: rdns.map((rdn) => rdn.map(({ oid: id, value }) => ({ oid: id, value }))),
    key: rdnKeys.join(","),
    rdnKeys,
  };
}

/** All values of one attribute type, in order of appearance. */
export const valuesOf = (name: Name, type: string): readonly string[] =>
  name.rdns.flat().flatMap((attribute) => (attribute.oid === type ? [attribute.value] : []));

const SHORT: Readonly<Record<string, string>> = {
  [OID.commonName]: "CN",
  [OID.organization]: "O",
  [OID.organizationalUnit]: "OU",
  [OID.country]: "C",
  [OID.province]: "ST",
  [OID.locality]: "L",
  [OID.serialNumber]: "serialNumber",
  [OID.organizationIdentifier]: "organizationIdentifier",
  [OID.email]: "emailAddress",
};

/** One line for people, most specific last, e.g. `C=CN, O=贵州筑岭交通设施有限公司`. */
export const nameText = (name: Name): string =>
  name.rdns
    .flat()
    .map(({ oid: id, value }) => `${SHORT[id] ?? id}=${value}`)
    .join(", ");

/** Encodes a name: country as PrintableString, everything else as UTF-8. */
export function writeName(attributes: readonly NameAttribute[]): Uint8Array {
  return sequence(
    ...attributes.map(({ oid: id, value }) => {
      const tag = id === OID.country ? TAG.printable : id === OID.email ? TAG.ia5 : TAG.utf8;
      return set(sequence(oid(id), der(tag, utf8ToBytes(value))));
    }),
  );
}
