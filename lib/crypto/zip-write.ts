import { deflateSync } from "fflate";
import { crc32 as crc32Here } from "@/lib/kernel/crc32";
import { concat, utf8 } from "./bytes";
import { engine } from "./engine";

/** A member that is not held in memory: its length is known, its octets come when they are asked for. */
export type Streamed = { readonly len: number; pieces(): AsyncIterable<Uint8Array> };
export type ZipMember = { readonly name: string; readonly content: Uint8Array | Streamed };

const LARGE = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
/** UTF-8 names. */
const UTF8 = 0x800;
/** Checksum and lengths follow the octets. */
const AFTER = 0x8;
/** 1 January 1980, midnight: the same members make the same file. */
const DAY = 0x21;

type Entry = {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly len: number;
  readonly at: number;
};

/**
 * A zip file as a stream, in the order of the members. Small members are deflated; streamed ones are stored as they are, so
 * that a reader can go to any place of a body. Above 4 GiB the zip64 records say what the old ones cannot.
 *
 * @throws {Error} where a streamed member is not as long as it was said to be
 */
export async function* zipStream(members: AsyncIterable<ZipMember> | Iterable<ZipMember>): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  let at = 0;
  for await (const { name, content } of members) {
    const started = at;
    for await (const piece of content instanceof Uint8Array ? whole(name, content) : streamed(name, content)) {
      if ("entry" in piece) entries.push({ ...piece.entry, at: started });
      else {
        at += piece.bytes.length;
        yield piece.bytes;
      }
    }
  }
  yield directory(entries, at);
}

type Made = { readonly bytes: Uint8Array } | { readonly entry: Omit<Entry, "at"> };

function* whole(name: string, content: Uint8Array): Generator<Made> {
  const small = deflateSync(content, { level: 6 });
  const deflated = small.length < content.length;
  const packed = deflated ? small : content;
  const entry = {
    name: utf8(name),
    flags: UTF8,
    method: deflated ? DEFLATED : STORED,
    crc: crc32(content),
    packed: packed.length,
    len: content.length,
  };
  yield { bytes: localHeader(entry) };
  yield { bytes: packed };
  yield { entry };
}

async function* streamed(name: string, { len, pieces }: Streamed): AsyncGenerator<Made> {
  const before = { name: utf8(name), flags: UTF8 | AFTER, method: STORED, crc: 0, packed: 0, len: 0 };
  yield { bytes: localHeader(before, len >= LARGE) };
  let crc = 0;
  let sent = 0;
  for await (const piece of pieces()) {
    crc = crc32(piece, crc);
    sent += piece.length;
    yield { bytes: piece };
  }
  if (sent !== len) throw new Error(`${name} has ${sent} octets, not ${len}`);
  yield { bytes: len >= LARGE ? concat(le32(0x08074b50, crc), le64(len, len)) : le32(0x08074b50, crc, len, len) };
  yield { entry: { ...before, crc, packed: len, len } };
}

function localHeader({ name, flags, method, crc, packed, len }: Omit<Entry, "at">, wide = false): Uint8Array {
  const extra = wide ? concat(le16(1, 16), le64(0, 0)) : new Uint8Array(0);
  const lengths = wide ? le32(LARGE, LARGE) : le32(packed, len);
  return concat(
    le32(0x04034b50),
    le16(wide ? 45 : 20, flags, method, 0, DAY),
    le32(crc),
    lengths,
    le16(name.length, extra.length),
    name,
    extra,
  );
}

function directory(entries: readonly Entry[], at: number): Uint8Array {
  const lines = entries.map(centralLine);
  const size = lines.reduce((sum, { length }) => sum + length, 0);
  const count = entries.length;
  const wide = at >= LARGE || size >= LARGE || count >= 0xffff;
  const tail = wide ? wideEnd(count, size, at) : new Uint8Array(0);
  const few = wide ? 0xffff : count;
  const end = concat(le32(0x06054b50), le16(0, 0, few, few), wide ? le32(LARGE, LARGE) : le32(size, at), le16(0));
  return concat(...lines, tail, end);
}

function centralLine({ name, flags, method, crc, packed, len, at }: Entry): Uint8Array {
  const wide = len >= LARGE || packed >= LARGE || at >= LARGE;
  const extra = wide ? concat(le16(1, 24), le64(len, packed, at)) : new Uint8Array(0);
  return concat(
    le32(0x02014b50),
    le16(wide ? 45 : 20, wide ? 45 : 20, flags, method, 0, DAY),
    le32(crc),
    wide ? le32(LARGE, LARGE) : le32(packed, len),
    le16(name.length, extra.length, 0, 0, 0),
    le32(0),
    le32(wide ? LARGE : at),
    name,
    extra,
  );
}

const wideEnd = (count: number, size: number, at: number): Uint8Array =>
  concat(
    le32(0x06064b50),
    le64(44),
    le16(45, 45),
    le32(0, 0),
    le64(count, count, size, at),
    le32(0x07064b50, 0),
    le64(at + size),
    le32(1),
  );

function le16(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setUint16(at * 2, value, true);
  return bytes;
}

function le32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setUint32(at * 4, value, true);
  return bytes;
}

function le64(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setBigUint64(at * 8, BigInt(value), true);
  return bytes;
}

const crc32 = (piece: Uint8Array, sum = 0): number => engine().crc32?.(piece, sum) ?? crc32Here(piece, sum);
