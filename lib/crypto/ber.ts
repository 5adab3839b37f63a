import { concatBytes } from "@noble/hashes/utils.js";
import { malformed, TAG } from "./der";
import { der } from "./der-write";

/** Deep nesting costs stack; PKCS#12 itself goes about ten deep. */
const MAX_DEPTH = 32;
const STRINGS: ReadonlySet<number> = new Set([TAG.octetString, TAG.bitString, TAG.utf8, TAG.bmp]);

type Read = { readonly bytes: Uint8Array; readonly end: number };

/**
 * BER written again as DER: definite lengths, OCTET STRINGs in one piece. Only for PKCS#12, whose writers (Java, NSS,
 * Apple) use both; signatures and certificates are never passed through here, since another spelling of what was signed
 * is not what was signed. @throws code MALFORMED
 */
export function berToDer(input: Uint8Array): Uint8Array {
  const { bytes, end } = read(input, 0, 0);
  if (end !== input.length) return malformed("bytes after the BER element");
  return bytes;
}

function read(input: Uint8Array, at: number, depth: number): Read {
  if (depth > MAX_DEPTH) return malformed("BER nested too deep");
  const tag = input[at];
  const first = input[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return malformed("BER element");
  const constructed = (tag & 0x20) !== 0;
  if (first === 0x80) {
    if (!constructed) return malformed("BER indefinite length of a primitive");
    return rebuild(tag, input, at + 2, null, depth);
  }
  const { start, end } = definite(input, at + 1, first);
  if (!constructed) return { bytes: der(tag, input.subarray(start, end)), end };
  return rebuild(tag, input, start, end, depth);
}

function definite(input: Uint8Array, at: number, first: number): { start: number; end: number } {
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 4) return malformed("BER length too long");
  let length = first < 0x80 ? first : 0;
  for (let i = 1; i <= count; i++) length = length * 256 + (input[at + i] ?? malformed("BER length cut short"));
  const start = at + 1 + count;
  if (start + length > input.length) return malformed("BER element cut short");
  return { start, end: start + length };
}

/** The parts of a constructed element, up to `end` or to the end-of-contents octets. */
function rebuild(tag: number, input: Uint8Array, from: number, end: number | null, depth: number): Read {
  const parts: Uint8Array[] = [];
  let at = from;
  while (end === null ? !(input[at] === 0 && input[at + 1] === 0) : at < end) {
    const part = read(input, at, depth + 1);
    if (end !== null && part.end > end) return malformed("BER element beyond its parent");
    parts.push(part.bytes);
    at = part.end;
  }
  const string = STRINGS.has(tag & ~0x20);
  const bytes = string ? joined(tag & ~0x20, parts) : der(tag, ...parts);
  return { bytes, end: end ?? at + 2 };
}

function joined(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  if (tag !== TAG.octetString) return malformed("BER string in pieces");
  return der(tag, concatBytes(...parts.map(contentOf)));
}

function contentOf(piece: Uint8Array): Uint8Array {
  if (piece[0] !== TAG.octetString) return malformed("BER string of mixed pieces");
  const first = piece[1]!;
  return piece.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}
