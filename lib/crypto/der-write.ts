import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { compareBytes, TAG } from "./der";

/** One element from its identifier octet and the parts of its content. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  const size: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const length = content.length < 0x80 ? [content.length] : [0x80 | size.length, ...size];
  return concatBytes(Uint8Array.of(tag, ...length), content);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(TAG.sequence, ...parts);

/** SET OF: sorted here, so that no caller can forget. */
export const set = (...parts: readonly Uint8Array[]): Uint8Array => der(TAG.set, ...[...parts].sort(compareBytes));

/** [n] constructed: EXPLICIT around one element, IMPLICIT around the content of a SEQUENCE or SET. */
export const tagged = (n: number, ...parts: readonly Uint8Array[]): Uint8Array => der(0xa0 | n, ...parts);

/** [n] primitive: IMPLICIT around the content of a primitive type. */
export const taggedPrimitive = (n: number, content: Uint8Array): Uint8Array => der(0x80 | n, content);

/** A non-negative INTEGER from a number or a big-endian magnitude. */
export function integer(value: number | Uint8Array): Uint8Array {
  let octets = typeof value === "number" ? magnitude(value) : value;
  while (octets.length > 1 && octets[0] === 0) octets = octets.subarray(1);
  return octets[0]! >= 0x80 ? der(TAG.integer, Uint8Array.of(0), octets) : der(TAG.integer, octets);
}

function magnitude(value: number): Uint8Array {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.from(octets.length ? octets : [0]);
}

export function oid(dotted: string): Uint8Array {
  const [top, second, ...rest] = dotted.split(".").map(Number);
  const octets = [top! * 40 + second!, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left % 128) | 0x80);
    return groups;
  });
  return der(TAG.oid, Uint8Array.from(octets));
}

export const octets = (content: Uint8Array): Uint8Array => der(TAG.octetString, content);
export const bits = (content: Uint8Array, unused = 0): Uint8Array => der(TAG.bitString, Uint8Array.of(unused), content);
export const nothing = (): Uint8Array => der(TAG.null);
export const boolean = (value: boolean): Uint8Array => der(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
export const utf8 = (text: string): Uint8Array => der(TAG.utf8, utf8ToBytes(text));
export const printable = (text: string): Uint8Array => der(TAG.printable, utf8ToBytes(text));
export const ia5 = (text: string): Uint8Array => der(TAG.ia5, utf8ToBytes(text));

/** A named BIT STRING with the bits of these numbers on; trailing zero bits are cut as DER wants. */
export function flags(...on: readonly number[]): Uint8Array {
  const highest = Math.max(...on);
  const content = new Uint8Array(Math.floor(highest / 8) + 1);
  for (const bit of on) content[Math.floor(bit / 8)]! |= 0x80 >> (bit % 8);
  return bits(content, 7 - (highest % 8));
}

/** UTCTime until 2049, GeneralizedTime from 2050, whole seconds (RFC 5280 §4.1.2.5). */
export function time(at: Date): Uint8Array {
  return at.getUTCFullYear() < 2050 ? der(TAG.utcTime, utf8ToBytes(compact(at).slice(2))) : generalizedTime(at);
}

export const generalizedTime = (at: Date): Uint8Array => der(TAG.generalizedTime, utf8ToBytes(compact(at)));

const compact = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
