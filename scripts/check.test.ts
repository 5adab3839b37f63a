import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const check = readFileSync(path.join(root, "scripts", "check.mjs"), "utf8");

/** What `npm run check` must say no to, where it is found, and the test in which that fault is planted. */
const FAULTS = [
  ["a forbidden import", "lib/architecture.test.ts", "planted faults are found"],
  ["a missing translation", "lib/i18n/words.test.ts", "a missing translation and a missing value are found"],
  [
    "a rule that is not in the catalogue",
    "lib/domain/citations.test.ts",
    "of a rule that is not in the catalogue are found",
  ],
  ["a schema drift", "lib/store/schema.db.test.ts", "a drift is found"],
] as const;

describe("npm run check", () => {
  it.each(FAULTS)("looks for %s, and plants one to know that it finds it", (_fault, file, planted) => {
    expect(check).toContain(`"${file}"`);
    expect(readFileSync(path.join(root, file), "utf8")).toContain(`"${planted}"`);
  });

  it("runs every part and ends with an error if one says no", () => {
    for (const tool of ["tsc", "biome", "vitest.mjs"]) expect(check).toContain(`"${tool}"`);
    expect(check).toMatch(/if \(!good\) process\.exit\(1\)/);
  });
});
