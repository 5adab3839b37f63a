import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOURCES } from "./rule";
import { isRuleId, param, RULE_IDS, RULE_SECTIONS, RULE_SETS, ruleOf, ruleSet, ruleSetOn, sectionOf } from "./rules";

const digest = join(process.env.VECTORS_DIR ?? "../shared/vectors", "../domain/rules.md");

describe("the catalogue of rules", () => {
  it("has R-01 to R-169, each in one section", () => {
    expect(RULE_IDS).toHaveLength(169);
    expect(RULE_IDS[0]).toBe("R-01");
    expect(RULE_IDS.at(-1)).toBe("R-169");
    expect(Object.values(RULE_SECTIONS).reduce((sum, rules) => sum + Object.keys(rules).length, 0)).toBe(169);
    expect(sectionOf("R-72")).toBe("bid");
    expect([isRuleId("R-72"), isRuleId("R-170"), isRuleId("toString")]).toEqual([true, false, false]);
  });

  it.each(RULE_IDS)("%s has words in both languages, a known source and a date", (id) => {
    const rule = ruleOf(id);
    expect(rule.zh).toMatch(/[\u4e00-\u9fff].*。$/u);
    expect(rule.en).toMatch(/\.$/);
    expect(rule.sources.length).toBeGreaterThan(0);
    for (const [, source] of rule.sources) expect(Object.keys(SOURCES)).toContain(source);
    expect(rule.effectiveFrom).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  it.runIf(existsSync(digest))("cites what the digest of the law cites, with its marks", () => {
    const marks = { verified: "✔", secondHand: "◐", memory: "○" } as const;
    const rows = readFileSync(digest, "utf8").matchAll(/^\| (R-\d+) \| .*? \| ([^|]*) \|/gm);
    let seen = 0;
    for (const [, id = "", cell = ""] of rows) {
      if (!isRuleId(id)) expect.unreachable(id);
      seen += 1;
      for (const [mark, source, article] of ruleOf(id).sources) {
        if (source === "product") expect(cell).toContain(marks[mark]);
        else
          expect(cell.replace(/\s/g, ""), id).toContain(
            `${marks[mark]}${source}${id === "R-161" ? "" : article}`.replace(/\s/g, ""),
          );
      }
    }
    expect(seen).toBe(169);
  });
});

describe("rule sets by date", () => {
  it("names the set in force and refuses dates before the first", () => {
    expect(ruleSetOn("2026-11-24").version).toBe("2026-11");
    expect(ruleSet("2026-11")).toBe(RULE_SETS[0]);
    expect(() => ruleSetOn("2020-01-01")).toThrow(RangeError);
    expect(() => ruleSet("1999-01")).toThrow(RangeError);
  });

  it("a set may carry other numbers than today's", () => {
    const older = { version: "x", effectiveFrom: "2000-01-01", overrides: { "R-47.days": 25 } };
    expect([param("R-47", "days"), param("R-47", "days", older), param("R-45", "days", older)]).toEqual([20, 25, 5]);
  });
});

describe("numbers stand in the catalogue only", () => {
  /** Numbers of the rules the domain reckons with; found as a literal in code they have escaped the catalogue. */
  const folder = import.meta.dirname;
  const sources = readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  it("schedule and bonds take their days and shares from it", () => {
    expect(sources).toContain("schedule.ts");
    for (const file of sources.filter((name) =>
      ["schedule.ts", "bond.ts", "committee.ts", "objection.ts"].includes(name),
    )) {
      const code = readFileSync(join(folder, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*|"[^"\n]*"/g, "");
      expect(code.match(/(?<![\w.-])(?:20|15|10|5|30|200)(?![\w_.])/g), file).toBeNull();
    }
  });
});
