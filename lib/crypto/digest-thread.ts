import type { FileDigest } from "./engine";
import { HAS_THREADS, type PageThread, startThread } from "./page-thread";

type Bytes = Uint8Array<ArrayBuffer>;

/** A length begins a file, octets are put together, null ends it: WebCrypto wants a file whole. */
const PROGRAM = `
let all = null, at = 0;
async function work(message) {
  if (typeof message === "number") [all, at] = [new Uint8Array(message), 0];
  else if (message) {
    all.set(message, at);
    at += message.length;
  } else {
    const whole = all;
    all = null;
    return { answer: new Uint8Array(await crypto.subtle.digest("SHA-256", whole)) };
  }
}`;

let thread: PageThread<Bytes> | null = null;
let usable = HAS_THREADS;

/**
 * SHA-256 of one file after another on a thread of its own.
 *
 * @returns null where there are no such threads, or the last one fell: then whoever asked tries again without
 */
export function digestOnThread(sizeBytes: number): FileDigest | null {
  if (!usable) return null;
  thread ??= startThread<Bytes>(PROGRAM, () => {
    usable = false;
  });
  const { post, answer } = thread;
  post(sizeBytes);
  return {
    // A copy, which moves over: the octets are encrypted here meanwhile.
    add: (piece) => {
      const own = piece.slice();
      post(own, [own.buffer]);
    },
    end: () => {
      post(null);
      return answer();
    },
  };
}
