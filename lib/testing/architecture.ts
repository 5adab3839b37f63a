import { dirname, join, posix } from "node:path";
import { codeOf, isTest, type Source } from "./sources";

/**
 * What each folder may import, besides itself (architecture 2.2, settled 20). `npm:*` stands for every package, `node:*`
 * for what Node brings; named packages are allowed one by one.
 */
const LIB = [
  "lib/adapters",
  "lib/crypto",
  "lib/domain",
  "lib/i18n",
  "lib/kernel",
  "lib/policy",
  "lib/store",
  "lib/usecases",
];
const MAY: Readonly<Record<string, readonly string[]>> = {
  "lib/kernel": [],
  "lib/domain": ["lib/kernel"],
  "lib/policy": ["lib/domain", "lib/kernel"],
  "lib/crypto": ["lib/kernel", "npm:*"],
  "lib/store": ["lib/crypto", "lib/domain", "lib/kernel", "prisma/generated", "npm:@prisma/adapter-pg"],
  "lib/usecases": [
    "lib/crypto",
    "lib/domain",
    "lib/kernel",
    "lib/policy",
    "lib/store",
    "npm:zod",
    "npm:diff",
    "npm:fflate",
  ],
  "lib/adapters": ["lib/crypto", "lib/domain", "lib/kernel", "npm:*", "node:*"],
  "lib/i18n": ["lib/domain", "lib/kernel", "npm:zod", "npm:next-intl", "npm:next"],
  "lib/web": [...LIB, "npm:*", "node:*"],
  "lib/bench": [...LIB, "lib/ordeal", "npm:*", "node:*"],
  "lib/worker": [...LIB, "npm:*", "node:*"],
  // Ordeals drive a platform of their own from outside; the people they play are the demonstration's.
  "lib/ordeal": [...LIB, "lib/worker", "prisma/seed", "npm:*", "node:*"],
  "lib/programs": [...LIB, "lib/bench", "lib/ordeal", "lib/worker", "npm:*", "node:*"],
  components: ["lib/crypto", "lib/domain", "lib/i18n", "lib/kernel", "npm:*"],
  app: ["components", "lib/domain", "lib/i18n", "lib/kernel", "lib/usecases", "lib/web", "npm:*"],
};

/** Packages that only some places may import, whatever the table says. */
const FENCED: Readonly<Record<string, readonly string[]>> = {
  "npm:node-forge": ["lib/adapters/pki/demo/"],
  "npm:next": ["app/", "lib/web/", "components/", "lib/i18n/"],
  // components/identity calls its browser half (signIn, signOut).
  "npm:next-auth": ["app/", "lib/web/", "components/identity/"],
  "npm:@prisma/client": [],
};

/** Longer than this a file has more than one subject; words and data are no code. */
export const LINE_LIMIT = 300;
const TEST_LINE_LIMIT = 400;

const homes = [...Object.keys(MAY), "prisma/generated", "prisma/seed", "lib/testing"];
const homeOf = (path: string) => homes.find((home) => path === home || path.startsWith(`${home}/`));

/** Every module a file imports, as written. */
export const importsOf = (source: Source): readonly string[] =>
  [...codeOf(source).matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"']+)["']/g)].map(
    (match) => match[1] ?? "",
  );

function target(file: string, specifier: string): string {
  if (specifier.startsWith("node:")) return "node:*";
  const path = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? posix.normalize(join(dirname(file), specifier))
      : null;
  if (path !== null) return homeOf(path) ?? path;
  return `npm:${specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")}`;
}

function isAllowed(file: string, home: string, to: string): boolean {
  const fence = FENCED[to];
  if (fence && !fence.some((place) => file.startsWith(place))) return false;
  const may = MAY[home] ?? [];
  return to === home || may.includes(to) || (to.startsWith("npm:") && may.includes("npm:*")) || isStyle(to);
}

const isStyle = (to: string) => to.endsWith(".css");

/** Imports that go against the direction, as `file → target`. Tests may import what they like. */
export const wrongImports = (sources: readonly Source[]): readonly string[] =>
  sources
    .filter((source) => !isTest(source))
    .flatMap((source) => {
      const home = homeOf(source.file) ?? "";
      return importsOf(source)
        .map((specifier) => target(source.file, specifier))
        .filter((to) => !isAllowed(source.file, home, to))
        .map((to) => `${source.file} → ${to}`);
    });

/** Files in a folder that the table does not know. */
export const homeless = (sources: readonly Source[]): readonly string[] =>
  sources.filter(({ file }) => !homeOf(file) && !/^lib\/[^/]+$/.test(file)).map(({ file }) => file);

export const longFiles = (sources: readonly Source[]): readonly string[] =>
  sources
    .map((source) => ({ ...source, lines: source.text.split("\n").length - 1 }))
    .filter((source) => source.lines > (isTest(source) ? TEST_LINE_LIMIT : LINE_LIMIT))
    .map(({ file, lines }) => `${file}: ${lines} lines`);

const CLOCK = /\bDate\.now\(|\bnew Date\(\)/;
const MAY_READ_CLOCK = ["lib/kernel/clock.ts", "components/"];

/** Where the machine's clock is read: what counts comes from the database, or two clocks would judge one deadline. */
export const wallClocks = (sources: readonly Source[]): readonly string[] =>
  sources
    .filter((source) => !isTest(source) && !MAY_READ_CLOCK.some((place) => source.file.startsWith(place)))
    .filter((source) => CLOCK.test(codeOf(source)))
    .map(({ file }) => file);

/** What a call encloses, from its opening bracket to the one that closes it. */
function enclosed(code: string, from: number): string {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "(") depth++;
    if (code[at] === ")" && --depth === 0) return code.slice(from, at + 1);
  }
  return code.slice(from);
}

/**
 * Where several questions are put to one transaction at once: its connection answers one after another, so that nothing is
 * gained, and the driver will refuse it (pg 9). Transactions that are begun inside are their own. By name alone: a closure over
 * one that was made elsewhere is not seen.
 */
export const crowdedTransactions = (sources: readonly Source[]): readonly string[] =>
  sources
    .filter((source) => !isTest(source) && /^lib\/(store|usecases|worker)\//.test(source.file))
    .filter((source) => {
      const code = codeOf(source);
      const together = [...code.matchAll(/Promise\.all(Settled)?(?=\()/g)];
      const calls = together.map(({ 0: { length }, index }) => enclosed(code, index + length));
      return calls.some((call) => /\b(tx|on)\b/.test(call) && !call.includes("inTransaction("));
    })
    .map(({ file }) => file);
