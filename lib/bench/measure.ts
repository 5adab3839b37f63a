/** One line of a bench: `ratio` is ours over the reference of the same run, for latencies the reference over ours. */
export type Measurement = {
  readonly name: string;
  readonly ours: number;
  readonly reference: number;
  readonly ratio: number;
  readonly unit: string;
  readonly detail: string;
};

/** What a bench is given besides its name. */
export type BenchPlace = {
  /** Where the project lies. */
  readonly root: string;
  /** A folder of its own, removed afterwards. */
  readonly folder: string;
  readonly tell: (line: string) => void;
};
export type Bench = (place: BenchPlace) => Promise<readonly Measurement[]>;

const round = (value: number): number => Number(value.toPrecision(4));

/** More is better: octets a second, acts a second. */
export const rate = (name: string, ours: number, reference: number, unit: string, detail: string): Measurement => ({
  ...{ name, ours: round(ours), reference: round(reference), ratio: round(ours / reference), unit, detail },
});

/** Less is better: milliseconds of a page. */
export const latency = (name: string, ours: number, reference: number, unit: string, detail: string): Measurement => ({
  ...{ name, ours: round(ours), reference: round(reference), ratio: round(reference / ours), unit, detail },
});

/**
 * How a cost grows: the exponent b of cost ~ size^b over all points (least squares of logarithms), against 1, which is
 * growth in proportion.
 */
export function growth(name: string, points: readonly (readonly [number, number])[], of: string): Measurement {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
  const mean = (at: 0 | 1) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const slope =
    logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  const plot = points.map(([size, cost]) => `${size}: ${round(cost)}`).join(", ");
  return latency(name, Math.max(slope, 0.01), 1, `power of ${of}`, `1 is in proportion; ${plot}`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Garbage of the work before is not the next one's to clear away; only where a program was started with `--expose-gc`. */
const cleared = () => (globalThis as { gc?: (kind: { type: "minor" }) => void }).gc?.({ type: "minor" });

/** Runs all of them by turns, so that what else the machine does falls on all alike; medians of their times in ms. */
export async function byTurns<Name extends string>(
  times: number,
  works: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Readonly<Record<Name, number>>> {
  const all = Object.entries<() => Promise<unknown>>(works).map(([name, work]) => ({
    name,
    work,
    took: [] as number[],
  }));
  for (let turn = 0; turn < times; turn++)
    for (const { work, took } of all) {
      cleared();
      took.push(await timed(work));
    }
  return Object.fromEntries(all.map(({ name, took }) => [name, median(took)])) as Record<Name, number>;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
