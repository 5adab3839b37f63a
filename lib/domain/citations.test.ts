import path from "node:path";
import { describe, expect, it } from "vitest";
import { unknownRules } from "@/lib/testing/citations";
import { sourcesOf } from "@/lib/testing/sources";
import { isRuleId } from "./rules";

// Tests of the catalogue itself name rules that must not exist.
const ABOUT_THE_CATALOGUE = ["lib/domain/rules.test.ts", "lib/domain/citations.test.ts"];
const sources = sourcesOf(path.resolve(import.meta.dirname, "..", "..")).filter(
  ({ file }) => !ABOUT_THE_CATALOGUE.includes(file),
);

describe("citations", () => {
  it("name rules of the catalogue only", () => {
    expect(sources.filter(({ text }) => /\bR-\d+\b/.test(text)).length).toBeGreaterThan(50);
    expect(unknownRules(sources, isRuleId)).toEqual([]);
  });

  it("of a rule that is not in the catalogue are found", () => {
    const planted = [{ file: "lib/domain/x.ts", text: `new Refusal("BIDDING_CLOSED", {}, ["R-72", "R-7200"])` }];
    expect(unknownRules(planted, isRuleId)).toEqual(["lib/domain/x.ts: R-7200"]);
  });
});
