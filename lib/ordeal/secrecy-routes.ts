import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Something the platform answers: an address with holes, and the methods it takes. */
export type Route = { readonly path: string; readonly methods: readonly string[] };

/** Words that fill the holes `[name]` of an address; a hole of several segments is filled with slashes in it. */
export type Words = Readonly<Record<string, string>>;

const METHOD = /^export (?:async function|const) (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/gm;
const RENAMED = /\bas (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/g;

/**
 * Every page and every route handler of `app`, read from the folders themselves: a new one is compared from the day it
 * exists, and a new hole stops the comparison until somebody says what goes into it.
 */
export function routesOf(app: string): readonly Route[] {
  const files = (readdirSync(app, { recursive: true }) as string[]).map((file) => file.split("\\").join("/"));
  const routes = files.flatMap((file) => {
    const path = addressOf(file);
    if (/(^|\/)page\.tsx$/.test(file)) return [{ path, methods: ["GET"] }];
    if (!/(^|\/)(route\.ts|sitemap\.ts|robots\.ts|manifest\.ts)$/.test(file)) return [];
    if (!file.endsWith("route.ts")) return [{ path, methods: ["GET"] }];
    const text = readFileSync(join(app, file), "utf8");
    const methods = [...text.matchAll(METHOD), ...text.matchAll(RENAMED)].map((match) => match[1]!);
    if (methods.length === 0) throw new Error(`app/${file} answers to no method`);
    return [{ path, methods }];
  });
  if (routes.length < 50) throw new Error(`only ${routes.length} routes in ${app}`);
  return routes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const SPECIAL: Words = {
  "sitemap.ts": "sitemap.xml",
  "robots.ts": "robots.txt",
  "manifest.ts": "manifest.webmanifest",
};

function addressOf(file: string): string {
  const parts = file.split("/");
  const last = parts.pop()!;
  const kept = parts.filter((part) => !/^\(.*\)$/.test(part));
  const special = SPECIAL[last];
  return `/${[...kept, ...(special ? [special] : [])].join("/")}`;
}

/** The holes of an address. */
export const holesOf = (path: string): readonly string[] =>
  [...path.matchAll(/\[(?:\.\.\.)?([A-Za-z]+)\]/g)].map((match) => match[1]!);

/**
 * The address with its holes filled.
 *
 * @throws {Error} where nobody has said what goes into a hole: without it a route would be passed over in silence
 */
export function filled({ path }: Route, words: Words): string {
  return path.replace(/\[(\.\.\.)?([A-Za-z]+)\]/g, (_hole, _all, name: string) => {
    // The same name may mean another thing in another folder.
    const word = words[`${path} ${name}`] ?? words[name];
    if (word === undefined) throw new Error(`nobody has said what [${name}] is in ${path}`);
    return word;
  });
}
