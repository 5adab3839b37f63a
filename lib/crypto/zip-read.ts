import { Inflate } from "fflate";
import { type Bytes, concat } from "./bytes";
import type { FileSource } from "./container";
import { reject } from "./reasons";

/** One member of a zip file; nothing of it is read before it is asked for. */
export type ZipEntry = {
  readonly name: string;
  readonly len: number;
  /** The octets in pieces; deflated ones are inflated, never further than `len`. */
  pieces(): AsyncIterable<Uint8Array>;
  /** Octets [from, to) of a stored member; null for a deflated one, which has no places. */
  readonly read: ((from: number, to: number) => Promise<Uint8Array>) | null;
};

const END = 22;
const LARGE = 0xffffffff;
/** A directory of a package of ten thousand bids is some fifteen megabytes; more is an attack on the reader's memory. */
const DIRECTORY_BYTES = 256 * 1024 * 1024;
const PIECE = 1024 * 1024;

type Line = {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly len: number;
  readonly at: number;
};

/**
 * Reads the directory of a zip file: by ranges, so that a package of any size costs what is looked at. Names twice, members
 * that lie over one another, encrypted ones, split files are refused.
 *
 * @throws reason `archive`
 */
export async function readZip(file: FileSource): Promise<readonly ZipEntry[]> {
  const { count, size, at } = await directoryOf(file);
  if (size > DIRECTORY_BYTES || at + size > file.size) reject("archive", "directory");
  const bytes = await file.read(at, at + size);
  const lines = readLines(bytes, count);
  const names = new Set<string>();
  let end = 0;
  for (const line of [...lines].sort((a, b) => a.at - b.at)) {
    if (names.has(line.name)) reject("archive", `${line.name} twice`);
    names.add(line.name);
    // The least a local header can take: where it lies inside the member before, somebody folded the file over itself.
    if (line.at < end || line.at + 30 + line.packed > at) reject("archive", `${line.name} lies over another member`);
    end = line.at + 30 + line.packed;
  }
  return lines.filter(({ name }) => !name.endsWith("/")).map((line) => entryOf(file, line));
}

async function directoryOf(file: FileSource): Promise<{ count: number; size: number; at: number }> {
  if (file.size < END) return reject("archive", "not a zip file");
  const end = viewOf(await file.read(file.size - END, file.size));
  if (end.getUint32(0, true) !== 0x06054b50 || end.getUint16(20, true) !== 0)
    return reject("archive", "not a zip file");
  if (end.getUint16(4, true) !== 0 || end.getUint16(8, true) !== end.getUint16(10, true))
    return reject("archive", "a split zip file");
  const [count, size, at] = [end.getUint16(10, true), end.getUint32(12, true), end.getUint32(16, true)];
  if (count !== 0xffff && size !== LARGE && at !== LARGE) return { count, size, at };
  const locator = file.size - END - 20;
  if (locator < 56) return reject("archive", "zip64");
  const where = viewOf(await file.read(locator, locator + 20));
  if (where.getUint32(0, true) !== 0x07064b50) return reject("archive", "zip64");
  const wideAt = whole(where.getBigUint64(8, true));
  if (wideAt + 56 > locator) return reject("archive", "zip64");
  const wide = viewOf(await file.read(wideAt, wideAt + 56));
  if (wide.getUint32(0, true) !== 0x06064b50) return reject("archive", "zip64");
  return {
    count: whole(wide.getBigUint64(32, true)),
    size: whole(wide.getBigUint64(40, true)),
    at: whole(wide.getBigUint64(48, true)),
  };
}

function readLines(bytes: Uint8Array, count: number): readonly Line[] {
  const view = viewOf(bytes);
  const lines: Line[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return reject("archive", "directory");
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > bytes.length) return reject("archive", "directory");
    if (flags & 1 || (method !== 0 && method !== 8)) return reject("archive", "encrypted, or packed in an unknown way");
    const name = nameOf(bytes.subarray(at + 46, at + 46 + nameLength));
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const told = { len: view.getUint32(at + 24, true), packed: view.getUint32(at + 20, true) };
    const line = { name, method, ...widened({ ...told, at: view.getUint32(at + 42, true) }, extra) };
    if (method === 0 && line.packed !== line.len) return reject("archive", `${name}: lengths`);
    lines.push(line);
    at = next;
  }
  return lines.length === count ? lines : reject("archive", "number of members");
}

function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return reject("archive", "a name that is not UTF-8");
  }
}

/** The zip64 field holds, in this order, those values that do not fit the old ones. */
function widened(told: Pick<Line, "len" | "packed" | "at">, extra: Uint8Array): Pick<Line, "len" | "packed" | "at"> {
  if (told.len !== LARGE && told.packed !== LARGE && told.at !== LARGE) return told;
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const [id, size] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (at + 4 + size > extra.length) break;
    if (id === 1) {
      let place = at + 4;
      const take = (value: number) => {
        if (value !== LARGE) return value;
        if (place + 8 > at + 4 + size) return reject("archive", "zip64");
        place += 8;
        return whole(view.getBigUint64(place - 8, true));
      };
      return { len: take(told.len), packed: take(told.packed), at: take(told.at) };
    }
    at += 4 + size;
  }
  return reject("archive", "zip64");
}

function entryOf(file: FileSource, { name, method, packed, len, at }: Line): ZipEntry {
  let start: Promise<number> | null = null;
  const begin = () => {
    start ??= dataAt(file, at, packed);
    return start;
  };
  async function* stored() {
    const from = await begin();
    for (let done = 0; done < packed; done += PIECE)
      yield await file.read(from + done, from + Math.min(packed, done + PIECE));
  }
  return {
    name,
    len,
    pieces: () => (method === 0 ? stored() : inflated(stored(), len, name)),
    read:
      method === 0
        ? async (from, to) => {
            if (from < 0 || to < from || to > len) return reject("archive", `${name}: outside the member`);
            const base = await begin();
            return file.read(base + from, base + to);
          }
        : null,
  };
}

/** Where the octets begin: the local header's own name and extra field may differ in length from the directory's. */
async function dataAt(file: FileSource, at: number, packed: number): Promise<number> {
  const head = viewOf(await file.read(at, at + 30));
  if (head.getUint32(0, true) !== 0x04034b50) return reject("archive", "local header");
  const from = at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  return from + packed <= file.size ? from : reject("archive", "local header");
}

async function* inflated(pieces: AsyncIterable<Uint8Array>, len: number, name: string): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  let total = 0;
  const inflate = new Inflate((piece) => {
    total += piece.length;
    if (total > len) reject("archive", `${name} is longer than the directory says`);
    made.push(piece);
  });
  const push = (piece: Uint8Array, last: boolean) => {
    try {
      inflate.push(piece, last);
    } catch (error) {
      reject("archive", `${name}: ${error instanceof Error ? error.message : "not deflated"}`);
    }
  };
  // A small piece at a time: what one of them can grow to is bounded before the next is read.
  for await (const piece of pieces)
    for (let at = 0; at < piece.length; at += 65_536) {
      push(piece.subarray(at, at + 65_536), false);
      yield* made;
      made = [];
    }
  push(new Uint8Array(0), true);
  yield* made;
  if (total !== len) reject("archive", `${name} is shorter than the directory says`);
}

/** A member in memory. @param limit octets above which it is refused */
export async function wholeEntry(entry: ZipEntry, limit: number): Promise<Bytes> {
  if (entry.len > limit) return reject("archive", `${entry.name} is too large`);
  const pieces: Uint8Array[] = [];
  for await (const piece of entry.pieces()) pieces.push(piece);
  return concat(...pieces);
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function whole(value: bigint): number {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : reject("archive", "zip64");
}
