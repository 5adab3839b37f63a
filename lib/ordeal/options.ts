import { parseArgs } from "node:util";

/** Whole numbers that an ordeal takes as `--name N`, with what they are where nothing is said. */
type Numbers = Readonly<Record<string, number>>;

export type Asked<N extends Numbers> = {
  readonly numbers: { readonly [K in keyof N]: number };
  readonly state: string | undefined;
  readonly json: string | undefined;
  readonly keep: boolean;
  /** Names that stand alone. */
  readonly names: readonly string[];
};

/**
 * What every ordeal is told: its own numbers, `--state FILE`, `--json FILE`, `--keep`.
 * @returns null for something that nobody can mean
 */
export function readOptions<N extends Numbers>(args: readonly string[], defaults: N): Asked<N> | null {
  const texts = Object.fromEntries(Object.entries(defaults).map(([name, n]) => [name, option(String(n))]));
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...texts, state: { type: "string" }, json: { type: "string" }, keep: { type: "boolean" } },
    });
    const given = values as Readonly<Record<string, string | boolean | undefined>>;
    const numbers = Object.fromEntries(Object.keys(defaults).map((name) => [name, whole(String(given[name]))]));
    if (Object.values(numbers).some(Number.isNaN)) return null;
    return {
      numbers: numbers as Asked<N>["numbers"],
      state: given.state as string | undefined,
      json: given.json as string | undefined,
      keep: given.keep === true,
      names: positionals,
    };
  } catch {
    return null;
  }
}

const option = (text: string) => ({ type: "string" as const, default: text });
const whole = (text: string) => (/^\d{1,7}$/.test(text) ? Number(text) : Number.NaN);
