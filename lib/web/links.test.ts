import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = process.cwd();

const filesUnder = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });

/** Every address that the application answers, as segments; `[x]` stands for any one segment. */
const ROUTES: readonly (readonly string[])[] = [
  ...filesUnder(join(ROOT, "app"))
    .filter((path) => /\/(page\.tsx|route\.ts)$/.test(path))
    .map((path) =>
      relative(join(ROOT, "app"), path)
        .split("/")
        .slice(0, -1)
        .filter((segment) => !segment.startsWith("(")),
    ),
];

const answers = (path: string): boolean => {
  const segments = path.split("/").filter(Boolean);
  const fits = (route: readonly string[]) =>
    route.some((segment) => segment.startsWith("[..."))
      ? route.every((segment, at) => segment.startsWith("[...") || segment === segments[at])
      : route.length === segments.length &&
        route.every((segment, at) => segment.startsWith("[") || segments[at] === "*" || segment === segments[at]);
  return ROUTES.some(fits) || existsSync(join(ROOT, "public", path));
};

type Link = { readonly file: string; readonly href: string };

/**
 * Addresses written in the source: attributes, menus, links of messages and to-dos. What is filled in at run time stands
 * as `*`; an address that begins with something filled in is somebody else's to check.
 */
function linksOf(file: string): Link[] {
  const source = readFileSync(file, "utf8");
  // `const path = `/work/…``, then `${path}/documents`: put together before it is looked for.
  const prefixes = new Map([...source.matchAll(/const (\w+) = `(\/[^`]*)`/g)].map((match) => [match[1]!, match[2]!]));
  const whole = source.replace(/`\$\{(\w+)\}/g, (all, name: string) =>
    prefixes.has(name) ? `\`${prefixes.get(name)}` : all,
  );
  const pattern =
    /(?:href|link|doneTo|action|more|hrefOf|award|to)\b\s*(?:=|:|\?)[^"'`\n]{0,80}?(?:"(\/[^"]*)"|'(\/[^']*)'|`(\/(?:[^`$]|\$\{[^{}]*\})*)`)|(?:redirect|router\.(?:push|replace)|permanentRedirect)\(\s*(?:"(\/[^"]*)"|`(\/(?:[^`$]|\$\{[^{}]*\})*)`)/g;
  return [...whole.matchAll(pattern)].map((match) => ({
    file: relative(ROOT, file),
    href: match.slice(1).find((group) => group !== undefined) ?? "",
  }));
}

/** The path of an address: without query and fragment, what is filled in as `*`. */
const pathOf = (href: string): string =>
  href
    .replace(/\$\{[^{}]*\}|\{[a-zA-Z]+\}/g, "*")
    .split(/[?#]/)[0]!
    .replace(/\/+$/, "") || "/";

const LINKS: readonly Link[] = ["app", "components", "lib/usecases"]
  .flatMap((folder) => filesUnder(join(ROOT, folder)))
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$/.test(path))
  .flatMap(linksOf);

describe("every link of the product leads somewhere", () => {
  it("finds the links at all", () => {
    expect(LINKS.length).toBeGreaterThan(100);
    expect(LINKS.some(({ file }) => file === "components/layout/menu.ts")).toBe(true);
    expect(LINKS.some(({ file }) => file.startsWith("lib/usecases/work/"))).toBe(true);
  });

  it("has a page or a route behind each", () => {
    const dead = LINKS.filter(({ href }) => !answers(pathOf(href))).map(({ file, href }) => `${file}: ${href}`);
    expect([...new Set(dead)]).toEqual([]);
  });

  it("would notice one that does not", () => {
    expect(answers("/work/nowhere")).toBe(false);
    expect(answers("/work/tenders/*/lots/*/nowhere")).toBe(false);
    expect(answers("/work/tenders/*/lots/*/award")).toBe(true);
  });
});
