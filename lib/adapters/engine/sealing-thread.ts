import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ChunkRun, SealedRun } from "@/lib/crypto/engine";
import { takenBack } from "@/lib/crypto/page-sealing";

/**
 * What the thread does, as text: it must run from a bundle, from a test and from the web program alike, and needs nothing
 * but Node. Per chunk AES-256-GCM under base nonce XOR number, and SHA-256 over 0x00 and the sealed chunk (protocol §2.5).
 */
const PROGRAM = `
const { parentPort } = require("node:worker_threads");
const { createCipheriv, hash } = require("node:crypto");
parentPort.on("message", ({ id, key, nonce, first, lengths, plain, room }) => {
  const length = 1 + plain.length + 16 * lengths.length;
  // Every octet of it is written below. One more than the part, in front: a leaf is 0x00 and the chunk in one piece, and the
  // octet before a chunk is lent for that.
  const all = new Uint8Array(room ?? Buffer.allocUnsafeSlow(length).buffer, 0, length);
  const leaves = new Uint8Array(32 * lengths.length);
  let from = 0;
  let to = 1;
  lengths.forEach((length, at) => {
    const own = Buffer.from(nonce);
    own.writeUInt32BE((own.readUInt32BE(8) ^ (first + at)) >>> 0, 8);
    const cipher = createCipheriv("aes-256-gcm", key, own);
    all.set(cipher.update(plain.subarray(from, from + length)), to);
    cipher.final();
    all.set(cipher.getAuthTag(), to + length);
    const lent = all[to - 1];
    all[to - 1] = 0;
    leaves.set(hash("sha256", all.subarray(to - 1, to + length + 16), "buffer"), 32 * at);
    all[to - 1] = lent;
    from += length;
    to += length + 16;
  });
  const bytes = all.subarray(1);
  parentPort.postMessage({ id, bytes, leaves }, [bytes.buffer, leaves.buffer]);
});
`;

type Answer = {
  readonly id: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly leaves: Uint8Array<ArrayBuffer>;
};
type Waiting = { resolve(run: SealedRun): void; reject(error: Error): void };
type Thread = { readonly worker: Worker; readonly waiting: Map<number, Waiting> };

/** One for each core, as far as that helps: the thread that reads and digests is busy too. */
export const THREADS = Math.min(4, Math.max(1, availableParallelism()));

/** Plaintext of a part: 128 chunks (protocol §2.5). */
const ROOM = 128 * 65_536;

const threads: Thread[] = [];
let serial = 0;

/** The thread with least to do, started when all others are at work; none keeps a program from ending. */
function sealer(): Thread {
  const [idlest] = [...threads].sort((a, b) => a.waiting.size - b.waiting.size);
  return idlest && (idlest.waiting.size === 0 || threads.length >= THREADS) ? idlest : startThread();
}

function startThread(): Thread {
  const worker = new Worker(PROGRAM, { eval: true, resourceLimits: { maxYoungGenerationSizeMb: 2 } });
  const waiting = new Map<number, Waiting>();
  const thread = { worker, waiting };
  worker.on("message", ({ id, bytes, leaves }: Answer) => {
    const each = Array.from({ length: leaves.length / 32 }, (_, at) => leaves.slice(32 * at, 32 * at + 32));
    waiting.get(id)?.resolve({ bytes, leaves: each });
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
  });
  const fall = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    const at = threads.indexOf(thread);
    if (at >= 0) threads.splice(at, 1);
  };
  worker.on("error", fall);
  worker.on("exit", () => fall(new Error("the sealing thread ended")));
  worker.unref();
  threads.push(thread);
  return thread;
}

/**
 * Room for the plaintext of a part, shared with the threads and used again and again: new memory for each part, given to
 * another thread and collected there, took longer than the digest of the part.
 */
const rooms: Uint8Array<SharedArrayBuffer>[] = [];
let made = 0;
const longing: ((room: Uint8Array<SharedArrayBuffer>) => void)[] = [];

function room(bytes: number): Promise<Uint8Array<SharedArrayBuffer>> {
  if (bytes > ROOM) return Promise.resolve(new Uint8Array(new SharedArrayBuffer(bytes)));
  const free = rooms.pop();
  if (free) return Promise.resolve(free);
  if (made >= THREADS + 1) return new Promise((resolve) => longing.push(resolve));
  made++;
  return Promise.resolve(new Uint8Array(new SharedArrayBuffer(ROOM)));
}

function giveBack(one: Uint8Array<SharedArrayBuffer>): void {
  if (one.length !== ROOM) return;
  const next = longing.shift();
  if (next) next(one);
  else rooms.push(one);
}

/** Room for ciphertext that was given back: new memory for every part costs as much as its cipher, and the collector more. */
const sealedRooms: ArrayBuffer[] = [];

export function giveBackSealed(bytes: Uint8Array<ArrayBuffer>): void {
  const room = sealedRooms.length < 2 * THREADS ? takenBack(bytes) : null;
  if (room) sealedRooms.push(room);
}

/** Seals a run of chunks on another thread. The plaintext is copied once, the ciphertext not at all. */
export async function sealOnThread({ key, nonce, first, plain }: ChunkRun): Promise<SealedRun> {
  const lengths = plain.map(({ length }) => length);
  const shared = await room(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const chunk of plain) {
    shared.set(chunk, at);
    at += chunk.length;
  }
  const id = serial++;
  const { worker, waiting } = sealer();
  worker.ref();
  try {
    return await new Promise<SealedRun>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      const given = sealedRooms.pop();
      const message = { id, key, nonce, first, lengths, plain: shared.subarray(0, at), room: given };
      worker.postMessage(message, given ? [given] : []);
    });
  } finally {
    giveBack(shared);
  }
}
