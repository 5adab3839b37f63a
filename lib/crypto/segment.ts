import { type Bytes, concat, fromHex, sameBytes, u32, utf8 } from "./bytes";
import type { SegmentKeys } from "./keys";
import { chunkLeaves, PART_CHUNKS, SEALED_CHUNK, treeHead } from "./merkle";
import type { SealedRun } from "./engine";
import { reject } from "./reasons";
import { SUITE_1, type Suite } from "./suite";

export const CHUNK = 65_536;
export const PART_BYTES = PART_CHUNKS * SEALED_CHUNK;
/** 64 GiB by format; a tender's own limit is lower. */
const MAX_CHUNKS = 2 ** 20;

/**
 * Chunks of a body of `len` octets of ciphertext: the last one is always short (protocol §2.5).
 * @throws reason `length` for a length no body can have
 */
export function chunksOf(len: number): number {
  if (!Number.isSafeInteger(len) || len < 16 || len % SEALED_CHUNK < 16) reject("length", `${len} octets`);
  const chunks = Math.floor(len / SEALED_CHUNK) + 1;
  if (chunks > MAX_CHUNKS) reject("length", `${chunks} chunks`);
  return chunks;
}

/** Length of the ciphertext of `plain` octets. */
export const sealedLength = (plain: number): number => plain + 16 * (Math.floor(plain / CHUNK) + 1);

/** Base nonce XOR chunk number as a 96-bit integer. */
export function chunkNonce(base: Uint8Array, chunk: number): Bytes {
  const nonce = Uint8Array.from(base);
  const view = new DataView(nonce.buffer);
  view.setUint32(8, (view.getUint32(8) ^ chunk) >>> 0);
  return nonce;
}

export type SealedPart = {
  readonly part: number;
  readonly bytes: Bytes;
  readonly root: Bytes;
  readonly chunks: number;
};

/** A source of plaintext: pieces of any size, in order. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Encrypts a segment as a stream of upload parts. A chunk is encrypted and its leaf hashed as soon as its octets are
 * there, and the next parts are begun before the first is handed out: that is what keeps other threads busy while this
 * one reads and digests. A few parts are in memory at a time, whatever the length of the segment.
 */
export async function* sealSegment(pieces: Pieces, keys: SegmentKeys, suite = SUITE_1): AsyncGenerator<SealedPart> {
  let chunk = 0;
  let part = 0;
  let open = openPart(0, keys, suite);
  const ahead: Promise<SealedPart>[] = [];
  const finish = () => {
    const next = sealedPart(part++, open, suite);
    // It is awaited only after those before; until then nobody listens for its failure.
    next.catch(() => undefined);
    open = openPart(chunk, keys, suite);
    ahead.push(next);
  };
  try {
    for await (const plain of rechunk(pieces)) {
      if (chunk++ === MAX_CHUNKS) reject("length", "a segment holds at most 64 GiB");
      const taken = open.add(plain);
      if (taken) await taken;
      if (open.chunks() < PART_CHUNKS) continue;
      finish();
      if (ahead.length > (suite.partsAhead?.() ?? 1)) yield await ahead.shift()!;
    }
  } finally {
    // A source that breaks off leaves a part begun: it is ended for nobody, so that its thread and memory are free again.
    if (open.chunks() > 0) finish();
  }
  for (const next of ahead) yield await next;
}

/** A part on its way: chunks go in one by one, the sealed run comes out when all are in. */
type OpenPart = { add(plain: Bytes): Promise<void> | void; chunks(): number; run(): Promise<SealedRun> };

function openPart(first: number, keys: SegmentKeys, suite: Suite): OpenPart {
  const elsewhere = suite.run?.();
  if (elsewhere) {
    const run = elsewhere({ key: keys.key, nonce: keys.nonce, first });
    let chunks = 0;
    return {
      add: (chunk) => {
        chunks++;
        return run.add(chunk);
      },
      chunks: () => chunks,
      run: () => run.end(),
    };
  }
  // One octet more than the part, in front: see below.
  const room = new Uint8Array(1 + PART_BYTES);
  const running: Promise<{ readonly end: number; readonly leaf: Bytes }>[] = [];
  const seal = async (plain: Bytes, at: number) => {
    const sealed = await suite.seal(keys.key, chunkNonce(keys.nonce, first + at), plain);
    const from = 1 + at * SEALED_CHUNK;
    const end = from + sealed.length;
    room.set(sealed, from);
    // A leaf is 0x00 and the chunk in one piece, and the octet before it belongs to the chunk before. It is lent for the
    // call and given back at once: every engine has taken its copy when the call returns.
    const lent = room[from - 1]!;
    room[from - 1] = 0;
    const leaf = suite.digest(room.subarray(from - 1, end));
    room[from - 1] = lent;
    return { end, leaf: await leaf };
  };
  return {
    add: (plain) => void running.push(seal(plain, running.length)),
    chunks: () => running.length,
    run: async () => {
      const sealed = await Promise.all(running);
      const end = sealed.at(-1)?.end ?? 1;
      // A short part does not keep the room of a whole one.
      return {
        bytes: end === room.length ? room.subarray(1) : room.slice(1, end),
        leaves: sealed.map(({ leaf }) => leaf),
      };
    },
  };
}

async function sealedPart(part: number, open: OpenPart, suite: Suite): Promise<SealedPart> {
  const chunks = open.chunks();
  const { bytes, leaves } = await open.run();
  return { part, bytes, root: treeHead(leaves, suite), chunks };
}

/**
 * Cuts pieces into chunks of 65 536 octets and a last shorter one, empty if need be. Whole chunks are not copied: whoever
 * makes the pieces must not write into them again.
 */
async function* rechunk(pieces: Pieces): AsyncGenerator<Bytes> {
  let rest = new Uint8Array(CHUNK);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      if (filled === 0 && piece.length - at >= CHUNK) {
        yield piece.subarray(at, at + CHUNK) as Bytes;
        at += CHUNK;
        continue;
      }
      const take = Math.min(CHUNK - filled, piece.length - at);
      rest.set(piece.subarray(at, at + take), filled);
      filled += take;
      at += take;
      if (filled === CHUNK) {
        yield rest;
        rest = new Uint8Array(CHUNK);
        filled = 0;
      }
    }
  }
  yield rest.slice(0, filled);
}

/** Random access to the ciphertext of one body: octets [from, to). */
export type BodySource = { readonly len: number; read(from: number, to: number): Promise<Uint8Array> };

export const bodyOf = (bytes: Uint8Array): BodySource => ({
  len: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
});

/** A body whose key commitment was checked: the only way to read it (protocol §2.5). */
export type OpenBody = {
  readonly source: BodySource;
  readonly keys: SegmentKeys;
  readonly chunks: number;
  readonly suite: Suite;
};

/** @throws reason `key-commit` where these are not the keys that were sealed */
export function openBody(source: BodySource, keys: SegmentKeys, commit: string, suite = SUITE_1): OpenBody {
  if (!sameBytes(keys.commit, fromHex(commit))) reject("key-commit", "the keys are not those of the seal");
  return { source, keys, chunks: chunksOf(source.len), suite };
}

/** Plaintext length of a body. */
export const plainLength = (body: OpenBody): number => body.source.len - 16 * body.chunks;

/** @throws reason `tag` where a chunk was altered, moved or cut */
async function openChunk(body: OpenBody, chunk: number): Promise<Bytes> {
  const from = chunk * SEALED_CHUNK;
  const sealed = await body.source.read(from, Math.min(from + SEALED_CHUNK, body.source.len));
  const plain = await body.suite.open(body.keys.key, chunkNonce(body.keys.nonce, chunk), sealed);
  if (!plain) return reject("tag", `chunk ${chunk}`);
  return plain;
}

/** Plaintext octets [from, to); only the chunks that hold them are read and decrypted. */
export async function readPlain(body: OpenBody, from: number, to: number): Promise<Bytes> {
  const pieces: Bytes[] = [];
  for await (const piece of streamPlain(body, from, to)) pieces.push(piece);
  return concat(...pieces);
}

export async function* streamPlain(body: OpenBody, from = 0, to = plainLength(body)): AsyncGenerator<Bytes> {
  if (from < 0 || to > plainLength(body) || from > to) reject("length", "range outside the body");
  // Who reads to the end reads the end mark of §2.5 too: an empty last chunk holds nothing but proves that nothing is missing.
  const end = to === plainLength(body) ? body.chunks : Math.ceil(to / CHUNK);
  for (let chunk = Math.floor(from / CHUNK); chunk < end; chunk++) {
    const plain = await openChunk(body, chunk);
    yield plain.subarray(Math.max(0, from - chunk * CHUNK), Math.min(plain.length, to - chunk * CHUNK)) as Bytes;
  }
}

/** Tree root of a whole stored body, read once in parts. */
export async function rootOfBody(source: BodySource, suite = SUITE_1): Promise<Bytes> {
  const roots: Bytes[] = [];
  for (let at = 0; at < source.len; at += PART_BYTES) {
    const part = await source.read(at, Math.min(at + PART_BYTES, source.len));
    roots.push(treeHead(await chunkLeaves(part, suite), suite));
  }
  return treeHead(roots, suite);
}

/** Smallest padded length at or above `n` that shows few bits of it (Padmé). */
export function padme(n: number): number {
  if (n < 2) return n;
  const e = Math.floor(Math.log2(n));
  const bits = e - Math.floor(Math.log2(e)) - 1;
  if (bits <= 0) return n;
  const step = 2 ** bits;
  return Math.ceil(n / step) * step;
}

/** End of a segment's plaintext after the manifest: its length and the mark. */
export const endMark = (manifestLength: number): Bytes => concat(u32(manifestLength), utf8("SBCm"));
