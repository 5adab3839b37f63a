import { Worker } from "node:worker_threads";
import { digest } from "./digest";

/** What is to be made of a stream: one digest of all, or one of every so many octets, each after a first octet 0. */
export type Wanted = { readonly algorithm: "sha256" | "sm3"; readonly leafBytes?: number };

/** All digests wanted, 32 octets each. Fed piece by piece; a piece is not written into before the end. */
export type Digesting = {
  update(piece: Uint8Array): void | Promise<void>;
  end(): Bytes | Promise<Bytes>;
  /** In place of `end`, where the stream broke off: the thread would keep its state for ever. */
  drop(): void;
};
type Bytes = Uint8Array<ArrayBuffer>;

/** What the thread does, as text (see sealing-thread.ts): a stream of pieces under each number, its digests at the end. */
const PROGRAM = `
const { parentPort } = require("node:worker_threads");
const { createHash } = require("node:crypto");
const LEAF = Buffer.of(0);
const streams = new Map();
const begun = ({ algorithm, leafBytes }) => (leafBytes ? createHash(algorithm).update(LEAF) : createHash(algorithm));
const take = (stream, wanted, piece) => {
  for (let at = 0; at < piece.length; ) {
    const some = wanted.leafBytes ? piece.subarray(at, at + wanted.leafBytes - stream.filled) : piece;
    stream.hash.update(some);
    stream.filled += some.length;
    at += some.length;
    if (stream.filled !== wanted.leafBytes) continue;
    stream.done.push(stream.hash.digest());
    stream.hash = begun(wanted);
    stream.filled = 0;
  }
};
parentPort.on("message", ({ number, wanted, piece, last, dropped }) => {
  if (dropped) return streams.delete(number);
  const stream = streams.get(number) ?? { hash: begun(wanted), filled: 0, done: [] };
  streams.set(number, stream);
  take(stream, wanted, piece);
  if (!last) return parentPort.postMessage(null);
  streams.delete(number);
  if (stream.filled > 0 || !wanted.leafBytes) stream.done.push(stream.hash.digest());
  parentPort.postMessage(new Uint8Array(Buffer.concat(stream.done)));
});
`;

type Room = Uint8Array<SharedArrayBuffer>;
type Waiting = { resolve(digests: Bytes | null): void; reject(error: Error): void };

/** What is shorter is digested at once: its way to the thread takes longer, and the thread's start longer still. */
const SMALL_BYTES = 1 << 20;
const ROOM_BYTES = 1 << 20;
/** Of one stream: one is filled while another is digested and a third waits its turn. */
const ROOMS = 3;
/** Of all streams, to be filled again. */
const KEPT_ROOMS = 32;

const rooms: Room[] = [];
let thread: { readonly worker: Worker; readonly waiting: Waiting[] } | null = null;
let serial = 0;

function running() {
  if (thread) return thread;
  const worker = new Worker(PROGRAM, { eval: true });
  const waiting: Waiting[] = [];
  // A thread answers in the order in which it was asked.
  worker.on("message", (digests: Bytes | null) => {
    waiting.shift()?.resolve(digests);
    if (waiting.length === 0) worker.unref();
  });
  const fall = (error: Error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
    if (thread?.worker === worker) thread = null;
  };
  worker.on("error", fall);
  worker.on("exit", () => fall(new Error("the digesting thread ended")));
  worker.unref();
  thread = { worker, waiting };
  return thread;
}

function ask(message: object): Promise<Bytes | null> {
  const { worker, waiting } = running();
  worker.ref();
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    worker.postMessage(message);
  });
}

/** A stream on the thread: pieces are copied into rooms that both threads see. */
function onThread(wanted: Wanted) {
  const number = serial++;
  const busy: Promise<Room>[] = [];
  let room: Room | null = null;
  let filled = 0;
  const next = async (): Promise<Room> => {
    if (busy.length >= ROOMS - 1) return busy.shift()!;
    return rooms.pop() ?? new Uint8Array(new SharedArrayBuffer(ROOM_BYTES));
  };
  const send = (last: boolean) => {
    const [sent, piece] = [room!, room!.subarray(0, filled)];
    [room, filled] = [null, 0];
    return { sent, answer: ask({ number, wanted, piece, last }) };
  };
  return {
    update: async (piece: Uint8Array) => {
      for (let at = 0; at < piece.length; ) {
        room ??= await next();
        const some = piece.subarray(at, at + ROOM_BYTES - filled);
        room.set(some, filled);
        filled += some.length;
        at += some.length;
        if (filled < ROOM_BYTES) continue;
        const { sent, answer } = send(false);
        const free = answer.then(() => sent);
        free.catch(() => undefined); // told by `next` or at the end
        busy.push(free);
      }
    },
    end: async (): Promise<Bytes> => {
      room ??= await next();
      const { sent, answer } = send(true);
      const used = await Promise.all([...busy, answer.then(() => sent)]);
      rooms.push(...used.slice(0, Math.max(0, KEPT_ROOMS - rooms.length)));
      return (await answer)!;
    },
    drop: () => thread?.worker.postMessage({ number, dropped: true }),
  };
}

function digestsOf(all: Uint8Array, { algorithm, leafBytes }: Wanted): Bytes {
  if (!leafBytes) return digest(algorithm, [all]);
  const leaves: Uint8Array[] = [];
  for (let at = 0; at < all.length; at += leafBytes)
    leaves.push(digest(algorithm, [Uint8Array.of(0), all.subarray(at, at + leafBytes)]));
  return new Uint8Array(Buffer.concat(leaves));
}

/** Digests of a stream, on a thread of their own once there is more than a little of it. */
export function digestOnThread(wanted: Wanted): Digesting {
  const held: Uint8Array[] = [];
  let bytes = 0;
  let far: ReturnType<typeof onThread> | null = null;
  return {
    update: (piece) => {
      if (far) return far.update(piece);
      held.push(piece);
      bytes += piece.length;
      if (bytes <= SMALL_BYTES) return undefined;
      const there = onThread(wanted);
      far = there;
      return (async () => {
        for (const one of held.splice(0)) await there.update(one);
      })();
    },
    end: () => {
      if (far) return far.end();
      return digestsOf(Buffer.concat(held), wanted);
    },
    drop: () => far?.drop(),
  };
}
