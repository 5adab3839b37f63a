import { Worker } from "node:worker_threads";
import type { ChunkRun, RunPlace, SealedRun } from "@/lib/crypto/engine";
import { PART_CHUNKS } from "@/lib/crypto/merkle";
import { SEALED_ROOM, takenBack } from "@/lib/crypto/page-sealing";
import { CHUNK } from "@/lib/crypto/segment";
import { comesBack, goesOver, STRETCH, type Stretch, stretch, THREADS } from "./stretches";

/**
 * What the thread does, as text: it must run from a bundle, from a test and from the web program alike, and needs nothing
 * but Node. Per chunk AES-256-GCM under base nonce XOR number, and SHA-256 over 0x00 and the sealed chunk (protocol §2.5).
 * A part comes in stretches, and its memory stays here until it is whole.
 */
const PROGRAM = `
const { parentPort } = require("node:worker_threads");
const { createCipheriv, hash } = require("node:crypto");
const parts = new Map();
let spare = null;
const roomOf = (given) => {
  // Every octet that is handed out is written below.
  const room = given ?? spare ?? Buffer.allocUnsafeSlow(${SEALED_ROOM}).buffer;
  if (room === spare) spare = null;
  // One more than the part, in front: a leaf is 0x00 and the chunk in one piece, and the octet before a chunk is lent for that.
  return new Uint8Array(room);
};
const seal = (part, plain) => {
  const { key, nonce, first, all, leaves, chunks, to } = part;
  const own = Buffer.from(nonce);
  own.writeUInt32BE((own.readUInt32BE(8) ^ (first + chunks)) >>> 0, 8);
  const cipher = createCipheriv("aes-256-gcm", key, own);
  all.set(cipher.update(plain), to);
  cipher.final();
  const end = to + plain.length + 16;
  all.set(cipher.getAuthTag(), end - 16);
  const lent = all[to - 1];
  all[to - 1] = 0;
  leaves.set(hash("sha256", all.subarray(to - 1, end), "buffer"), 32 * chunks);
  all[to - 1] = lent;
  part.chunks++;
  part.to = end;
};
const finished = ({ all, leaves, chunks, to }) => {
  if (to === all.length) return { bytes: all.subarray(1), leaves };
  // A short part does not keep the room of a whole one.
  const bytes = all.slice(1, to);
  spare = all.buffer;
  return { bytes, leaves: leaves.slice(0, 32 * chunks) };
};
parentPort.on("message", ({ id, begin, chunks, plain, last }) => {
  if (begin) {
    const leaves = new Uint8Array(${32 * PART_CHUNKS});
    parts.set(id, { ...begin, all: roomOf(begin.room), leaves, chunks: 0, to: 1 });
  }
  const part = parts.get(id);
  for (let at = 0; at < chunks; at++) seal(part, plain.subarray(at * ${CHUNK}, (at + 1) * ${CHUNK}));
  if (!last) return parentPort.postMessage({ id });
  parts.delete(id);
  const { bytes, leaves } = finished(part);
  parentPort.postMessage({ id, bytes, leaves }, [bytes.buffer, leaves.buffer]);
});
`;

type Bytes = Uint8Array<ArrayBuffer>;

/** One to each message, in order; to the last of a part the sealed part. */
type Answer = { readonly id: number; readonly bytes?: Bytes; readonly leaves?: Bytes };
type Waiting = { readonly stretches: Stretch[]; resolve(run: SealedRun): void; reject(error: Error): void };
type Thread = { readonly worker: Worker; readonly waiting: Map<number, Waiting>; unanswered: number };

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
  const thread: Thread = { worker, waiting, unanswered: 0 };
  worker.on("message", ({ id, bytes, leaves }: Answer) => {
    // A source that never goes on must not keep the program alive: its part waits, the thread has nothing to do.
    if (--thread.unanswered === 0) worker.unref();
    const part = waiting.get(id)!;
    const done = part.stretches.shift();
    if (done) comesBack(done);
    if (!bytes || !leaves) return;
    const each = Array.from({ length: leaves.length / 32 }, (_, at) => leaves.slice(32 * at, 32 * at + 32));
    waiting.delete(id);
    part.resolve({ bytes, leaves: each });
  });
  const fall = (error: Error) => {
    for (const { reject, stretches } of waiting.values()) {
      reject(error);
      stretches.forEach(comesBack);
    }
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

/** Room for ciphertext that was given back: new memory for every part costs as much as its cipher, and the collector more. */
const sealedRooms: ArrayBuffer[] = [];

export function giveBackSealed(bytes: Bytes): void {
  const room = sealedRooms.length < 2 * THREADS ? takenBack(bytes) : null;
  if (room) sealedRooms.push(room);
}

/** A part with the thread that took it, and what the thread is told of it at first. */
type Begun = { readonly thread: Thread; readonly sealed: Promise<SealedRun>; untold: RunPlace | null };

function begun(id: number, place: RunPlace): Begun {
  const thread = sealer();
  const sealed = new Promise<SealedRun>((resolve, reject) => {
    thread.waiting.set(id, { stretches: [], resolve, reject });
  });
  // It is awaited only when the part ends; until then nobody listens for its failure.
  sealed.catch(() => undefined);
  return { thread, sealed, untold: place };
}

/** Seals the chunks of a part on another thread. The plaintext is copied once, the ciphertext not at all. */
export function sealOnThread(place: RunPlace): ChunkRun {
  const id = serial++;
  let part: Begun | null = null;
  let current: Stretch | null = null;
  let [filled, chunks, taken] = [0, 0, 0];
  const post = (last: boolean) => {
    part ??= begun(id, place);
    const { thread, untold } = part;
    const own = thread.waiting.get(id);
    // Gone where the thread fell: whoever waits for the end learns it, and what comes until then is for nobody.
    if (own) {
      const room = untold ? sealedRooms.pop() : undefined;
      const begin = untold ? { ...untold, room } : undefined;
      part.untold = null;
      thread.unanswered++;
      thread.worker.ref();
      const message = { id, begin, chunks, plain: current?.subarray(0, filled), last };
      thread.worker.postMessage(message, room ? [room] : []);
    }
    if (own && current) {
      own.stretches.push(current);
      goesOver();
    }
    [current, filled, chunks] = [null, 0, 0];
  };
  const put = (chunk: Uint8Array, into: Stretch) => {
    current = into;
    into.set(chunk, filled);
    filled += chunk.length;
    chunks++;
    if (filled === STRETCH) post(false);
  };
  return {
    add: (chunk) => {
      // Cut elsewhere they would be sealed all the same, and as other chunks than were meant.
      if (taken++ === PART_CHUNKS || filled % CHUNK > 0) throw new RangeError("no chunk of this part");
      const into = current ?? stretch();
      return into instanceof Promise ? into.then((one) => put(chunk, one)) : put(chunk, into);
    },
    end: () => {
      post(true);
      return part!.sealed;
    },
  };
}
