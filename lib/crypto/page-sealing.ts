import type { ChunkRun, RunPlace, SealedRun } from "./engine";
import { HAS_THREADS, type PageThread, startThread } from "./page-thread";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Per chunk AES-256-GCM under base nonce XOR number, and SHA-256 over 0x00 and the sealed chunk (protocol §2.5). The octet
 * before a chunk is lent for that and given back at once: WebCrypto has taken its copy when the call returns.
 */
const PROGRAM = `
async function work({ key, nonce, first, lengths, plain, sealed }) {
  const { subtle } = crypto;
  const cipher = await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const source = new Uint8Array(plain), all = new Uint8Array(sealed);
  const leaves = new Uint8Array(32 * lengths.length);
  let from = 0, to = 1;
  await Promise.all(lengths.map(async (length, at) => {
    const iv = nonce.slice(), view = new DataView(iv.buffer);
    view.setUint32(8, (view.getUint32(8) ^ (first + at)) >>> 0);
    const chunk = source.subarray(from, from + length), place = to;
    from += length;
    to += length + 16;
    all.set(new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, cipher, chunk)), place);
    const lent = all[place - 1];
    all[place - 1] = 0;
    const leaf = subtle.digest("SHA-256", all.subarray(place - 1, place + length + 16));
    all[place - 1] = lent;
    leaves.set(new Uint8Array(await leaf), 32 * at);
  }));
  return { answer: { plain, sealed, leaves }, moved: [plain, sealed, leaves.buffer] };
}`;

type Answer = { readonly plain: ArrayBuffer; readonly sealed: ArrayBuffer; readonly leaves: Bytes };

/** One core is left to whoever reads, digests and draws the page; more than three cannot be fed by one page. */
export const SEAL_THREADS = HAS_THREADS ? Math.min(3, Math.max(1, (navigator.hardwareConcurrency ?? 2) - 1)) : 0;

/** 128 chunks of a part (protocol §2.5), plain, and sealed with an octet in front. */
const PLAIN_ROOM = 128 * 65_536;
export const SEALED_ROOM = 1 + 128 * 65_552;

let usable = SEAL_THREADS > 0;
let threads: PageThread<Answer>[] = [];
/** Memory that came back, while something is being sealed: new memory for every part takes as long as its digest. */
const spare = new Map<number, ArrayBuffer[]>([
  [PLAIN_ROOM, []],
  [SEALED_ROOM, []],
]);

const roomOf = (octets: number): ArrayBuffer => spare.get(octets)?.pop() ?? new ArrayBuffer(octets);

let forgetting: ReturnType<typeof setTimeout> | undefined;
const FORGET_MS = 10_000;

function keep(buffer: ArrayBuffer): void {
  const kept = spare.get(buffer.byteLength);
  if (!usable || !kept || kept.length >= 2 * SEAL_THREADS + 2) return;
  kept.push(buffer);
  // Half of it is plaintext: it does not stay for the life of the page.
  clearTimeout(forgetting);
  forgetting = setTimeout(() => {
    for (const rooms of spare.values()) rooms.length = 0;
  }, FORGET_MS);
}

/** Whatever fell one, the next sealing goes without threads, and slower. */
function fallen(): void {
  usable = false;
  for (const thread of threads) if (thread.waiting() === 0) thread.stop();
}

/** The thread with least to do; started as long as all are at work. @throws where the page may not start one */
function sealer(): PageThread<Answer> {
  const [idlest] = [...threads].sort((a, b) => a.waiting() - b.waiting());
  if (idlest && (idlest.waiting() === 0 || threads.length >= SEAL_THREADS)) return idlest;
  const thread = startThread<Answer>(PROGRAM, fallen);
  if (!thread) throw new Error("a page that may not start threads");
  threads = [...threads, thread];
  return thread;
}

/** Seals runs of chunks on threads of their own; undefined where there are none, or one fell. */
export function sealOnThreads(): ((place: RunPlace) => ChunkRun) | undefined {
  // Asked before the first part: a page that may not start threads seals by itself, and nobody notices.
  if (usable && threads.length === 0) {
    const first = startThread<Answer>(PROGRAM, fallen);
    if (first) threads = [first];
  }
  return usable ? chunkRun : undefined;
}

function chunkRun(place: RunPlace): ChunkRun {
  const plain: Uint8Array[] = [];
  return { add: (chunk) => void plain.push(chunk), end: () => sealRun(place, plain) };
}

async function sealRun({ key, nonce, first }: RunPlace, plain: readonly Uint8Array[]): Promise<SealedRun> {
  const lengths = plain.map(({ length }) => length);
  const octets = lengths.reduce((sum, length) => sum + length, 0);
  const [from, to] = [roomOf(PLAIN_ROOM), roomOf(SEALED_ROOM)];
  const source = new Uint8Array(from);
  let at = 0;
  for (const chunk of plain) {
    source.set(chunk, at);
    at += chunk.length;
  }
  const done = await sealer().ask({ key, nonce, first, lengths, plain: from, sealed: to }, [from, to]);
  keep(done.plain);
  const all = new Uint8Array(done.sealed, 1, octets + 16 * lengths.length);
  const leaves = lengths.map((_, n) => done.leaves.slice(32 * n, 32 * n + 32));
  if (lengths.length === 128 && all.length === SEALED_ROOM - 1) return { bytes: all, leaves };
  // A short part does not keep the room of a whole one.
  const bytes = all.slice();
  keep(done.sealed);
  return { bytes, leaves };
}

/**
 * The memory of a sealed part that was given back; null where it is not one. Whoever gives it back holds none any more: it
 * moves, and a view that somebody kept is empty, not wrong.
 */
export function takenBack({ buffer }: Bytes): ArrayBuffer | null {
  return buffer.byteLength === SEALED_ROOM ? structuredClone(buffer, { transfer: [buffer] }) : null;
}

export function giveBackSealed(bytes: Bytes): void {
  const room = usable ? takenBack(bytes) : null;
  if (room) keep(room);
}
