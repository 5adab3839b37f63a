import { join, resolve } from "node:path";

/** Environment of a process; names stand in the README's table. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Where everything that is kept lies (settled 22). */
export const dataDirOf = (env: Env): string =>
  resolve(env.DATA_DIR ?? join(/* turbopackIgnore: true */ process.cwd(), ".data"));

/** A list in one variable: separated by commas or white space. */
export const listOf = (text: string | undefined | null): string[] => (text ?? "").split(/[\s,]+/).filter(Boolean);

/** Public address of the platform, without a trailing slash. */
export const originOf = (env: Env): string =>
  (env.PUBLIC_ORIGIN ?? env.NEXTAUTH_URL ?? `http://127.0.0.1:${env.PORT ?? "3000"}`).replace(/\/+$/, "");

/** A whole number of milliseconds. @throws {Error} if it is none: a typing error must not become "at once" */
export const millisOf = (env: Env, name: string, fallback: number): number =>
  wholeOf(env, name, "milliseconds", fallback);

/** What one bid may take up: 20 GiB and 200 signed refusals where nothing else is set. */
export const limitsOf = (env: Env) => ({
  bidBytes: wholeOf(env, "BID_SPACE_MB", "megabytes", 20_480) * 1_048_576,
  refusalsPerBid: wholeOf(env, "BID_REFUSALS", "refusals", 200),
});

function wholeOf(env: Env, name: string, unit: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number of ${unit}, not ${text}`);
  return value;
}
