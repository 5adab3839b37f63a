import path from "node:path";
import { describe, expect, it } from "vitest";
import { codeOf, type Source, sourcesOf } from "@/lib/testing/sources";

/** Pages whose title asks a use case for what the body asks for again, not by way of `perRequest`. */
function loadedTwice(pages: readonly Source[]): string[] {
  return pages
    .filter((page) => {
      const code = codeOf(page);
      const from = code.indexOf("function generateMetadata(");
      if (from < 0) return false;
      const title = code.slice(from, code.indexOf("\n}", from));
      const loaders = [...title.matchAll(/await (\w+)\(/g)].map(([, name]) => name ?? "");
      return loaders
        .filter((name) => /^(load|view)/.test(name))
        .some((name) => !new RegExp(`const ${name} = perRequest\\(`).test(code));
    })
    .map(({ file }) => file);
}

describe("what a page is made of is loaded once in a request", () => {
  const pages = sourcesOf(path.resolve(import.meta.dirname, "../.."), ["app"]);
  it("on every page with a title of its own", () => {
    expect(pages.filter(({ text }) => text.includes("= perRequest(")).length).toBeGreaterThan(4);
    expect(loadedTwice(pages)).toEqual([]);
  });
  it("a page that does not is found", () => {
    const text = `
const load = async (id: string) => viewNotice(id);
export async function generateMetadata({ params }: Props) {
  return { title: (await load((await params).id)).title };
}
export default async function Page({ params }: Props) {
  return (await load((await params).id)).title;
}
`;
    expect(loadedTwice([{ file: "app/x/page.tsx", text }])).toEqual(["app/x/page.tsx"]);
    expect(loadedTwice([{ file: "app/x/page.tsx", text: text.replace("= async", "= perRequest(async") }])).toEqual([]);
  });
});
