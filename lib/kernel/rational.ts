/** An exact fraction, reduced, denominator positive. Marks and benchmarks are rounded once, at the end, never on the way. */
export type Ratio = { readonly n: bigint; readonly d: bigint };

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** @throws {RangeError} if the denominator is zero */
export function ratio(n: bigint, d = 1n): Ratio {
  if (d === 0n) throw new RangeError("division by zero");
  const common = gcd(n < 0n ? -n : n, d < 0n ? -d : d);
  const sign = d < 0n ? -1n : 1n;
  return common === 0n ? ZERO : { n: (sign * n) / common, d: (sign * d) / common };
}

/** Of a decimal string such as `9612000.00` or `-0.5`. @throws {RangeError} if it is none */
export function decimal(text: string): Ratio {
  const match = DECIMAL.exec(text.trim());
  if (!match) throw new RangeError(`not a decimal number: ${text}`);
  const digits = match[3] ?? "";
  const value = BigInt((match[2] ?? "0") + digits);
  return ratio(match[1] ? -value : value, 10n ** BigInt(digits.length));
}

export const isDecimal = (text: string): boolean => DECIMAL.test(text.trim());

export const ZERO: Ratio = { n: 0n, d: 1n };
export const ONE: Ratio = { n: 1n, d: 1n };
export const HUNDRED: Ratio = { n: 100n, d: 1n };

export const add = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const subtract = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
export const multiply = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.n, a.d * b.d);
export const divide = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d, a.d * b.n);
export const negative = (a: Ratio): boolean => a.n < 0n;
export const magnitude = (a: Ratio): Ratio => (a.n < 0n ? { n: -a.n, d: a.d } : a);

/** Below, at or above zero as `a` is less than, equal to or greater than `b`: for `sort`. */
export function compare(a: Ratio, b: Ratio): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const larger = (a: Ratio, b: Ratio): Ratio => (compare(a, b) >= 0 ? a : b);
export const smaller = (a: Ratio, b: Ratio): Ratio => (compare(a, b) <= 0 ? a : b);
export const sum = (values: readonly Ratio[]): Ratio => values.reduce(add, ZERO);

/** @throws {RangeError} of nothing */
export const mean = (values: readonly Ratio[]): Ratio => divide(sum(values), ratio(BigInt(values.length)));

/** Rounds half up (四舍五入; below zero away from zero), as a fraction. */
export function rounded(value: Ratio, places: number): Ratio {
  const scale = 10n ** BigInt(places);
  const scaled = magnitude(value).n * scale;
  const result = (scaled * 2n + value.d) / (value.d * 2n);
  return ratio(negative(value) ? -result : result, scale);
}

/** Rounded half up, with exactly `places` decimals. */
export function fixed(value: Ratio, places: number): string {
  const { n, d } = rounded(value, places);
  const scaled = (n * 10n ** BigInt(places)) / d;
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, "0");
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return scaled < 0n ? `-${text}` : text;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
