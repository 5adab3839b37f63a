import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sourcesOf } from "@/lib/testing/sources";
import { bondFormWord } from "./state-terms";

const root = path.resolve(import.meta.dirname, "../..");

describe("R-92: a form of bond has one name in notice, documents and forms", () => {
  it("in each language", () => {
    const words = ["transfer", "guarantee", "insurance"].map((form) => [
      bondFormWord("zh-CN", form),
      bondFormWord("en", form),
    ]);
    expect(words).toEqual([
      ["银行转账", "Bank transfer"],
      ["电子保函", "E-guarantee"],
      ["保证保险", "Bond insurance"],
    ]);
    expect(bondFormWord("zh-CN", "promise")).toBe("promise");
  });
  it("and no other name of it stands anywhere in the product", () => {
    const others = /银行保函|"转账"|Bank guarantee|Surety insurance/;
    const code = sourcesOf(root).filter(({ file }) => !/\.test\.tsx?$|^lib\/testing\/|^e2e\//.test(file));
    expect(code.length).toBeGreaterThan(300);
    const words = ["zh-CN", "en"].flatMap((locale) =>
      ["bond", "award", "tender"].map((area) => {
        const file = `lib/i18n/messages/${locale}/${area}.json`;
        return { file, text: readFileSync(path.join(root, file), "utf8") };
      }),
    );
    expect([...code, ...words].filter(({ text }) => others.test(text)).map(({ file }) => file)).toEqual([]);
  });
});
