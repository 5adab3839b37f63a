import { describe, expect, it } from "vitest";
import { compactCode } from "@/lib/kernel/uscc";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import { isIdentityNumber } from "./identity-number";

describe("R-28: identity numbers of persons", () => {
  it.each([
    ["a right one", "11010519491231002X", true],
    ["a right one ending in a digit", "440524188001010014", false],
    ["another check character", "110105194912310021", false],
    ["a digit mistyped", "110105194912310022", false],
    ["small x", "11010519491231002x", false],
    ["31 February", "110105194902310020", false],
    ["born in 1899", "110105189912310029", false],
    ["15 digits, the old form", "110105491231002", false],
    ["empty", "", false],
  ])("%s", (_what, text, expected) => {
    expect(isIdentityNumber(text)).toBe(expected);
  });

  it("finds every single wrong digit", () => {
    const right = "11010519491231002X";
    for (let i = 0; i < 17; i++)
      for (let digit = 0; digit < 10; digit++) {
        const text = right.slice(0, i) + digit + right.slice(i + 1);
        if (text !== right) expect(isIdentityNumber(text), text).toBe(false);
      }
  });
});

describeVectors("uscc", "R-28: identity numbers by others", (dir) => {
  const { residentId } = readJson(dir, "cases.json") as {
    residentId: { number: string; valid: boolean; reason?: string }[];
  };

  it.each(residentId)("$number: $valid", ({ number, valid, reason }) => {
    // Without the historical list of regions nothing is claimed about the place: such a number may be taken.
    if (reason === "place") return;
    expect(isIdentityNumber(compactCode(number))).toBe(valid);
  });
});
