/** One DER element; every view shares the memory it was read from. */
export type Der = {
  /** The whole identifier octet: 0x30 is SEQUENCE, 0xa0 is [0] constructed. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Identifier, length and content together, as they stood in the input. */
  readonly bytes: Uint8Array;
};

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printable: 0x13,
  teletex: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universal: 0x1c,
  bmp: 0x1e,
} as const;

/** Deep nesting costs stack in whoever walks it; nothing legitimate here goes deeper. */
const MAX_DEPTH = 32;

/**
 * Malformed input. Its `code` is `"MALFORMED"`; verification functions turn it into a reason, they do not let it out.
 * lib/crypto knows no Refusal, because offline tools use it without the domain.
 */
export function malformed(what: string): never {
  throw Object.assign(new Error(what), { code: "MALFORMED" });
}

function header(input: Uint8Array, at: number): { tag: number; start: number; end: number } {
  const tag = input[at];
  const first = input[at + 1];
  if (tag === undefined || first === undefined) return malformed("DER element cut short");
  if ((tag & 0x1f) === 0x1f) return malformed("DER high tag numbers are not used here");
  let length = first;
  let start = at + 2;
  if (first === 0x80) return malformed("DER indefinite length");
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4) return malformed("DER length too long");
    length = 0;
    for (let i = 0; i < count; i++) {
      const octet = input[start + i];
      if (octet === undefined) return malformed("DER length cut short");
      length = length * 256 + octet;
    }
    if (length < 0x80 || length < 256 ** (count - 1)) return malformed("DER length not minimal");
    start += count;
  }
  const end = start + length;
  if (end > input.length) return malformed("DER element cut short");
  return { tag, start, end };
}

/** Reads exactly one element; trailing bytes are refused. */
export function readDer(input: Uint8Array): Der {
  const { tag, start, end } = header(input, 0);
  if (end !== input.length) return malformed("bytes after the DER element");
  return { tag, content: input.subarray(start, end), bytes: input };
}

/** Reads the first element and says where it ends: only for files that pad behind it (PDF /Contents). */
export function readDerPrefix(input: Uint8Array): Der {
  const { tag, start, end } = header(input, 0);
  return { tag, content: input.subarray(start, end), bytes: input.subarray(0, end) };
}

/** The elements of a constructed one, in order. */
export function children(element: Der): Der[] {
  if ((element.tag & 0x20) === 0) return malformed("DER primitive where a constructed element was expected");
  const found: Der[] = [];
  for (let at = 0; at < element.content.length; ) {
    const { tag, start, end } = header(element.content, at);
    found.push({ tag, content: element.content.subarray(start, end), bytes: element.content.subarray(at, end) });
    at = end;
  }
  return found;
}

/** The elements of a SEQUENCE. */
export const sequenceOf = (element: Der | undefined): Der[] => children(expectTag(element, TAG.sequence));

/** The elements of a SET OF, which DER wants in rising order of their encodings. */
export function setOf(element: Der | undefined): Der[] {
  return inOrder(children(expectTag(element, TAG.set)));
}

/** Checks the order DER prescribes for SET OF, also behind an implicit tag. */
export function inOrder(elements: Der[]): Der[] {
  for (let i = 1; i < elements.length; i++) {
    if (compareBytes(elements[i - 1]!.bytes, elements[i]!.bytes) > 0) return malformed("DER set out of order");
  }
  return elements;
}

/** The same element, if it has this tag. */
export function expectTag(element: Der | undefined, tag: number): Der {
  if (!element) return malformed("DER element missing");
  if (element.tag !== tag)
    return malformed(`DER tag ${element.tag.toString(16)} where ${tag.toString(16)} was expected`);
  return element;
}

/** Walks everything below, so that a malformed corner that nobody looks at is found too. */
export function checkDeep(element: Der, depth = 0): void {
  if (depth > MAX_DEPTH) malformed("DER nested too deep");
  checkPrimitive(element);
  if ((element.tag & 0x20) === 0) return;
  for (const child of children(element)) checkDeep(child, depth + 1);
}

function checkPrimitive(element: Der): void {
  if (element.tag === TAG.boolean) readBoolean(element);
  else if (element.tag === TAG.integer) readInteger(element);
  else if (element.tag === TAG.oid) readOid(element);
  else if (element.tag === TAG.null && element.content.length > 0) malformed("DER NULL with content");
  // Universal string types may be built of pieces in BER only.
  else if (element.tag < 0x40 && (element.tag & 0x20) !== 0 && element.tag !== TAG.sequence && element.tag !== TAG.set)
    malformed("DER constructed string");
}

export function readBoolean(element: Der | undefined): boolean {
  const { content } = expectTag(element, TAG.boolean);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) return malformed("DER BOOLEAN");
  return content[0] === 0xff;
}

/** The two's complement octets of an INTEGER, checked to be minimal. */
export function readInteger(element: Der | undefined): Uint8Array {
  const { content } = expectTag(element, TAG.integer);
  const [first, second] = content;
  if (first === undefined) return malformed("DER INTEGER empty");
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    return malformed("DER INTEGER not minimal");
  return content;
}

/** A small non-negative INTEGER as a number. */
export function readCount(element: Der | undefined): number {
  const octets = readInteger(element);
  if (octets[0]! >= 0x80 || octets.length > 5) return malformed("DER INTEGER out of range");
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** An INTEGER as an unsigned magnitude without leading zero. */
export function readMagnitude(element: Der | undefined): Uint8Array {
  const octets = readInteger(element);
  if (octets[0]! >= 0x80) return malformed("DER INTEGER negative");
  return octets[0] === 0 && octets.length > 1 ? octets.subarray(1) : octets;
}

/** Dotted form. Arcs are kept exact up to 2^53, longer ones are refused: a truncated arc would compare equal. */
export function readOid(element: Der | undefined): string {
  const { content } = expectTag(element, TAG.oid);
  if (content.length === 0 || content[content.length - 1]! >= 0x80) return malformed("DER OID cut short");
  const arcs: number[] = [];
  let arc = 0;
  let fresh = true;
  for (const octet of content) {
    if (fresh && octet === 0x80) return malformed("DER OID not minimal");
    if (arc > 2 ** 45) return malformed("DER OID arc too large");
    arc = arc * 128 + (octet & 0x7f);
    fresh = octet < 0x80;
    if (fresh) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const head = arcs[0]!;
  const top = head < 40 ? 0 : head < 80 ? 1 : 2;
  return [top, head - top * 40, ...arcs.slice(1)].join(".");
}

/** The octets of a BIT STRING that has no unused bits (signatures, keys). */
export function readBits(element: Der | undefined): Uint8Array {
  const { content } = expectTag(element, TAG.bitString);
  if (content[0] !== 0) return malformed("DER BIT STRING with unused bits");
  return content.subarray(1);
}

/** A named BIT STRING as the set of bit numbers that are on. */
export function readFlags(element: Der | undefined): ReadonlySet<number> {
  const { content } = expectTag(element, TAG.bitString);
  const unused = content[0] ?? 8;
  const last = content[content.length - 1]!;
  if (unused > 7 || (content.length === 1 && unused !== 0) || (last & ((1 << unused) - 1)) !== 0)
    return malformed("DER BIT STRING");
  const on = new Set<number>();
  content.subarray(1).forEach((octet, i) => {
    for (let bit = 0; bit < 8; bit++) if (octet & (0x80 >> bit)) on.add(i * 8 + bit);
  });
  return on;
}

export const readOctets = (element: Der | undefined): Uint8Array => expectTag(element, TAG.octetString).content;

/** Byte order as DER sorts sets. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => compareBytes(a, b) === 0;
