import { type Point, pointOf } from "./point";
import type { LifeResult } from "./result";

/** A strike that misses its act so often is no accident. Alone in its life a freeze takes a few milliseconds. */
export const MOST_ATTEMPTS = 24;

/**
 * The strikes of the next life: the first runs that still have to be played, each place once, at most `most` of them.
 * A run whose strike met nothing comes again, at another moment.
 *
 * @returns nothing when `count` runs have struck, or have been tried too often
 */
export function nextStrikes(
  seed: number,
  count: number,
  most: number,
  played: readonly LifeResult[],
): readonly Point[] {
  const strikes = played.flatMap((life) => life.strikes);
  const done = new Set(strikes.filter(({ struck }) => struck).map(({ point }) => point.run));
  const tries = new Map<number, number>();
  for (const { point } of strikes) tries.set(point.run, (tries.get(point.run) ?? 0) + 1);
  const chosen: Point[] = [];
  for (let run = 1; run <= count && chosen.length < most; run++) {
    const attempt = (tries.get(run) ?? 0) + 1;
    if (done.has(run) || attempt > MOST_ATTEMPTS) continue;
    const point = pointOf(seed, run, attempt);
    if (!chosen.some(({ place }) => place === point.place)) chosen.push(point);
  }
  return chosen;
}
