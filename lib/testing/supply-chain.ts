import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

/** Shapes of secrets that must never stand in a source text. Assembled, so that this file does not hold them itself. */
const SECRETS: readonly (readonly [string, RegExp])[] = [
  ["private key", new RegExp(`-----BEGIN (?:[A-Z0-9]+ )?PRIVATE ${"KEY"}-----\\s+[A-Za-z0-9+/]{40}`)],
  ["access key of a cloud", /\b(?:AKIA|ASIA|LTAI)[A-Za-z0-9]{12,24}\b/],
  ["token of a forge or registry", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|npm_[A-Za-z0-9]{36}|glpat-[\w-]{20})\b/],
  ["signed web token", /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/],
  [
    "address with a password",
    /\b(?:postgres(?:ql)?|https?|redis|amqp):\/\/[^\s:/@"'`$<{]+:[^\s@"'`$<{]{8,}@(?!127\.0\.0\.1|localhost)/,
  ],
];
const MAX_BYTES = 2_000_000;

/** Names of the secrets in a text. */
export const secretsInText = (text: string): readonly string[] =>
  SECRETS.filter(([, shape]) => shape.test(text)).map(([name]) => name);

/** Every file that is kept in the project's history, with the secrets it holds. */
export function secretsInSources(root = resolve(".")): { readonly read: number; readonly found: readonly string[] } {
  const names = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  const found: string[] = [];
  let read = 0;
  for (const name of names) {
    const file = join(root, name);
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? MAX_BYTES) >= MAX_BYTES) continue;
    read++;
    found.push(...secretsInText(readFileSync(file, "latin1")).map((secret) => `${secret} in ${name}`));
  }
  return { read, found };
}

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
};
export type Lock = { readonly packages: Readonly<Record<string, Locked>> };

/** First version without the weaknesses known of a package, where our own rules name one (protocol §3.2). */
export const LOWEST: Readonly<Record<string, string>> = {
  "node-forge": "1.4.3",
  next: "16.0.7",
  "next-auth": "4.24.12",
  jose: "4.15.5",
  minio: "8.0.0",
};

/**
 * What is wrong with the packages a lock file names: not from the registry, not pinned by a digest, or of a version with a
 * known weakness. Works without a network; `npm audit` says more where there is one.
 */
export function faultsOfLock({ packages }: Lock): readonly string[] {
  return Object.entries(packages).flatMap(([place, { version = "", resolved, integrity, link }]) => {
    if (place === "" || link) return [];
    const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    const faults: string[] = [];
    // Without an address it is the registry's; the digest says which bytes.
    if (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"))
      faults.push(`${name}: not from the registry`);
    if (!integrity?.startsWith("sha512-")) faults.push(`${name}: not pinned by SHA-512`);
    const lowest = LOWEST[name];
    if (lowest && older(version, lowest)) faults.push(`${name} ${version}: has weaknesses mended in ${lowest}`);
    return faults;
  });
}

function older(version: string, lowest: string): boolean {
  const [a, b] = [version, lowest].map((text) => text.split(/[.-]/).map(Number)) as [number[], number[]];
  for (let i = 0; i < 3; i++) if (a[i] !== b[i]) return (a[i] ?? 0) < (b[i] ?? 0);
  return false;
}
