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
export function millisOf(env: Env, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} must be a whole number of milliseconds, not ${text}`);
  return value;
}
