/** Two samples side by side: how far apart, and whether by more than chance. */
export type Apart = {
  /** Mann–Whitney's U as a number of standard deviations; positive where the second is larger. */
  readonly z: number;
  /** Hodges–Lehmann: the median of all differences, in the samples' own unit. */
  readonly shift: number;
};

/**
 * Mann–Whitney's rank test with the normal approximation and the correction for ties. It asks nothing of the shape of the
 * distributions: answer times have long tails, and a mean would be moved by a single pause.
 *
 * @throws {RangeError} below eight values a side: the approximation says nothing there
 */
export function apart(first: readonly number[], second: readonly number[]): Apart {
  const [m, n] = [first.length, second.length];
  if (m < 8 || n < 8) throw new RangeError(`samples of ${m} and ${n}`);
  const all = [...first.map((value) => ({ value, mine: true })), ...second.map((value) => ({ value, mine: false }))];
  all.sort((a, b) => a.value - b.value);
  let [ranks, ties] = [0, 0];
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]!.value === all[from]!.value) to++;
    const [same, rank] = [to - from, (from + 1 + to) / 2];
    ties += same ** 3 - same;
    for (let at = from; at < to; at++) if (!all[at]!.mine) ranks += rank;
    from = to;
  }
  const u = ranks - (n * (n + 1)) / 2;
  const total = m + n;
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)));
  const z = variance === 0 ? 0 : (u - (m * n) / 2) / Math.sqrt(variance);
  return { z, shift: median(second.flatMap((b) => first.map((a) => b - a))) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
