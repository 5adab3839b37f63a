import { bytesToHex, concat, type Bytes, sameBytes, u16, u32, u64 } from "./bytes";
import { type Header, HEADER_BYTES, parseHeader } from "./header";
import { reject } from "./reasons";
import { parseSeal, SEAL_BYTES, type Seal } from "./seal";
import { loadSuite, type SuiteId } from "./suite";
import type { BodySource } from "./segment";

const MAGIC = Uint8Array.of(0x89, 0x53, 0x42, 0x43, 0x0d, 0x0a, 0x1a, 0x0a);
const PAGE = 4096;
const TRAILER = 32;
const CMS_BYTES = 1_048_576;

const padded = (length: number): number => Math.ceil(length / PAGE) * PAGE;
export const padding = (length: number): Bytes => new Uint8Array(padded(length) - length);

/** Prefix and header, padded to a page: what a writer puts out first (protocol §2.2). */
export function headBytes(suite: number, header: Uint8Array): Bytes {
  const head = concat(MAGIC, Uint8Array.of(1, 0), u16(suite), u32(header.length), header);
  return concat(head, padding(head.length));
}

/** Seal, signature and trailer: what a writer puts out last. @param at offset of the seal in the file */
export function tailBytes(at: number, seal: Uint8Array, cms: Uint8Array): Bytes {
  return concat(
    seal,
    cms,
    u64(at),
    u32(seal.length),
    u32(cms.length),
    new Uint8Array(8),
    Uint8Array.from(MAGIC).reverse(),
  );
}

/** A file read by ranges; nothing is allocated by a length it claims itself. */
export type FileSource = { readonly size: number; read(from: number, to: number): Promise<Uint8Array> };

export const fileOf = (bytes: Uint8Array): FileSource => ({
  size: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
});

export type Container = {
  readonly header: Header;
  readonly headerBytes: Uint8Array;
  readonly headerHash: string;
  readonly seal: Seal;
  readonly sealBytes: Uint8Array;
  /** H of the seal: the bid id. */
  readonly bid: string;
  readonly cms: Uint8Array;
  /** Bodies in this file, by segment number; carried ones are in an earlier file. */
  readonly bodies: ReadonlyMap<number, BodySource>;
};

/**
 * Takes a container apart, strictly: every octet is either read or must be zero (protocol §2.2).
 * Signature and certificate are the caller's to check, over `sealBytes`.
 * @throws reasons `magic`, `version`, `suite`, `length`, `padding`, `header`, `header-hash`, `seal` and those of JSON
 */
export async function readContainer(file: FileSource): Promise<Container> {
  if (file.size < 16 + TRAILER) reject("length", "shorter than any container");
  const { headerBytes, suite, bodiesAt } = await readHead(file);
  const { sealAt, sealBytes, cms } = await readTail(file);
  const header = parseHeader(headerBytes);
  const seal = parseSeal(sealBytes);
  if (header.suite !== suite || seal.suite !== suite) reject("suite", "prefix, header and seal differ");
  const { hash } = await loadSuite(suite);
  const headerHash = bytesToHex(hash(headerBytes));
  checkOneAnother(header, headerHash, seal);
  const bodies = await layOut(file, seal, bodiesAt, sealAt);
  return { header, headerBytes, headerHash, seal, sealBytes, bid: bytesToHex(hash(sealBytes)), cms, bodies };
}

async function readHead(file: FileSource) {
  const prefix = await file.read(0, 16);
  if (!sameBytes(prefix.subarray(0, 8), MAGIC)) reject("magic", "not a sealed bid container");
  const view = new DataView(prefix.buffer, prefix.byteOffset, 16);
  if (view.getUint8(8) !== 1 || view.getUint8(9) !== 0) reject("version", `${view.getUint8(8)}.${view.getUint8(9)}`);
  const suite = view.getUint16(10);
  if (suite !== 1 && suite !== 2) reject("suite", String(suite));
  const length = view.getUint32(12);
  if (length < 2 || length > HEADER_BYTES || 16 + length > file.size) reject("length", "header");
  const headerBytes = (await file.read(16, 16 + length)).slice();
  const bodiesAt = padded(16 + length);
  await mustBeZero(file, 16 + length, bodiesAt);
  return { headerBytes, suite: suite as SuiteId, bodiesAt };
}

async function readTail(file: FileSource) {
  const trailer = await file.read(file.size - TRAILER, file.size);
  if (!sameBytes(trailer.subarray(24), Uint8Array.from(MAGIC).reverse())) reject("magic", "end of the container");
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER);
  if (view.getBigUint64(16) !== 0n) reject("padding", "trailer");
  const at = view.getBigUint64(0);
  const [sealLength, cmsLength] = [view.getUint32(8), view.getUint32(12)];
  if (sealLength < 2 || sealLength > SEAL_BYTES || cmsLength < 1 || cmsLength > CMS_BYTES)
    reject("length", "seal or signature");
  const sealAt = Number(at);
  if (at % BigInt(PAGE) !== 0n || at + BigInt(sealLength + cmsLength + TRAILER) !== BigInt(file.size))
    reject("length", "offsets");
  const sealBytes = (await file.read(sealAt, sealAt + sealLength)).slice();
  const cms = (await file.read(sealAt + sealLength, sealAt + sealLength + cmsLength)).slice();
  return { sealAt, sealBytes, cms };
}

function checkOneAnother(header: Header, headerHash: string, seal: Seal): void {
  if (header.container !== seal.container || seal.headers[header.container] !== headerHash)
    reject("header-hash", "not the header that was sealed");
  if (header.tender.id !== seal.tender.id || header.tender.lot !== seal.tender.lot)
    reject("tender", "header and seal differ");
  if (header.opening.policy !== seal.tender.policy) reject("policy", "header and seal differ");
  if (seal.segments.some(({ stage }) => stage > header.stages)) reject("seal", "a segment outside the groups");
  for (let group = 1; group <= header.stages; group++)
    if (!seal.segments.some(({ stage }) => stage === group)) reject("seal", `group ${group} has no segment`);
}

async function layOut(file: FileSource, seal: Seal, from: number, to: number): Promise<Map<number, BodySource>> {
  const bodies = new Map<number, BodySource>();
  let at = from;
  for (const { c, i, len } of seal.segments) {
    if (c !== seal.container) continue;
    const start = at;
    if (start + len > to) reject("length", `segment ${i}`);
    bodies.set(i, { len, read: (first, last) => file.read(start + first, start + last) });
    at = from + padded(start + len - from);
    if (at > to) reject("length", `segment ${i}`);
    await mustBeZero(file, start + len, at);
  }
  if (at !== to) reject("length", "bodies do not reach the seal");
  return bodies;
}

async function mustBeZero(file: FileSource, from: number, to: number): Promise<void> {
  if (to > file.size) reject("length", "padding");
  if ((await file.read(from, to)).some((octet) => octet !== 0)) reject("padding", "not zero");
}
