/** Round steps that cover the values: 1, 2 or 5 times a power of ten, about `count` of them. */
export function ticksOf(
  values: readonly number[],
  count: number,
): { low: number; high: number; ticks: readonly number[] } {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const span = max > min ? max - min : Math.max(Math.abs(max) * 0.1, 1);
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const low = Math.floor((min - span * 0.05) / step) * step;
  const high = Math.ceil((max + span * 0.05) / step) * step;
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, at) =>
    Number((low + at * step).toPrecision(12)),
  );
  return { low, high, ticks };
}
