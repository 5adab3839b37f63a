import type { FileDigest } from "./engine";
import { HAS_THREADS, type PageThread, startThread } from "./page-thread";

type Bytes = Uint8Array<ArrayBuffer>;

/** It keeps nothing from one file to the next: a page may seal two bids at once. */
const PROGRAM = `
const work = async (whole) => ({ answer: new Uint8Array(await crypto.subtle.digest("SHA-256", whole)), moved: [] });`;

let thread: PageThread<Bytes> | null = null;
let usable = HAS_THREADS;

const fallen = () => {
  usable = false;
};

/**
 * SHA-256 of a file on a thread of its own. WebCrypto wants it whole: it is put together here, and moves over.
 *
 * @returns null where there are no such threads, or one fell: then whoever asked tries again without
 */
export function digestOnThread(sizeBytes: number): FileDigest | null {
  if (!usable) return null;
  thread ??= startThread<Bytes>(PROGRAM, fallen);
  const own = thread;
  if (!own) return null;
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  return {
    add: (piece) => {
      whole.set(piece, at);
      at += piece.length;
    },
    end: () => own.ask(whole, [whole.buffer]),
  };
}
