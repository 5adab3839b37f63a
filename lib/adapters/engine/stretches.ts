import { availableParallelism } from "node:os";
import { CHUNK } from "@/lib/crypto/segment";

/** One for each core, as far as that helps: the thread that reads and digests is busy too. */
export const THREADS = Math.min(4, Math.max(1, availableParallelism()));

/**
 * Plaintext goes over to the threads in stretches of 2 MiB: a thread begins with the first octets of a bid and not with
 * its first whole part, and what it seals is still in the processor's cache.
 */
export const STRETCH = 32 * CHUNK;

/** As many may be with the threads: whoever reads is ahead of the ciphers by a part or two, and no more. */
export const AHEAD = 6 * THREADS;

/**
 * Memory of a stretch, shared with the threads and used again and again: new memory for each, given to another thread and
 * collected there, took longer than its digest.
 */
export type Stretch = Uint8Array<SharedArrayBuffer>;

const free: Stretch[] = [];
let given = 0;
let longing: (() => void)[] = [];

const atHand = (): Stretch => free.pop() ?? new Uint8Array(new SharedArrayBuffer(STRETCH));

/** One to write into; to be waited for while too many are with the threads. */
export function stretch(): Stretch | Promise<Stretch> {
  if (given < AHEAD) return atHand();
  return new Promise((resolve) => longing.push(() => resolve(atHand())));
}

/** It is with a thread now. */
export function goesOver(): void {
  given++;
}

/**
 * It has come back. All who wait are let go on, not one: he may have nothing to send for a long time, his source stalled or
 * his thread fallen, and nobody else would be woken then. Each holds one stretch at most that is not with a thread.
 */
export function comesBack(one: Stretch): void {
  given--;
  if (free.length < AHEAD) free.push(one);
  if (given >= AHEAD) return;
  const waiting = longing;
  longing = [];
  for (const goOn of waiting) goOn();
}
