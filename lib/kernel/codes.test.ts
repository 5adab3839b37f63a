import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeWith, outsideJson } from "@/lib/testing/vectors";
import { dealCode, dealCodeFault, mod372 } from "./deal-code";
import { isInvestmentCode, isLotCode, lotCode, parentCode, projectCode, regionOf, tenderCode } from "./ids";
import { isUscc, normaliseUscc, usccCheck } from "./uscc";

const cases = outsideJson("uscc", "cases.json");
const vectors = outsideJson("..", "domain", "vectors.json");

describeWith(cases && vectors, "R-28: the check character of a credit code", () => {
  it.each(cases.creditCode as { code: string; valid: boolean }[])("$code: $valid", ({ code, valid }) => {
    expect(normaliseUscc(code) !== null).toBe(valid);
  });

  it.each(vectors.creditCode.valid as string[])("%s is valid", (code) => {
    expect(isUscc(code)).toBe(true);
    expect(usccCheck(code.slice(0, 17))).toBe(code[17]);
  });

  it.each(vectors.creditCode.invalid as string[])("%s is not", (code) => {
    expect(isUscc(code)).toBe(false);
  });

  it("one wrong character is always found", () => {
    const alphabet = [..."0123456789ABCDEFGHJKLMNPQRTUWXY"];
    fc.assert(
      fc.property(
        fc.constantFrom(...(vectors.creditCode.valid as string[])),
        fc.nat(17),
        fc.constantFrom(...alphabet),
        (code, at, character) => {
          fc.pre(code[at] !== character);
          expect(isUscc(code.slice(0, at) + character + code.slice(at + 1))).toBe(false);
        },
      ),
    );
  });

  it("is stored in capitals without blanks around it", () => {
    expect(normaliseUscc(" 91520000ma6d00001a ")).toBe("91520000MA6D00001A");
    expect(normaliseUscc("9152 0000-MA6D　００００1A")).toBe("91520000MA6D00001A");
    expect(normaliseUscc("91520000MA6D00001B")).toBeNull();
  });
});

describeWith(vectors, "unified deal codes (data-dictionary.md §3)", () => {
  it("computes the reference of the algorithm", () => {
    const { input, check } = vectors.unifiedDealCode.algorithmReference;
    expect(mod372(input)).toBe(check);
  });

  it.each(vectors.unifiedDealCode.valid as string[])("%s", (code) => {
    const [type = "", uscc = "", date = "", serial = ""] = code.split("-");
    expect(dealCode(type, uscc, date, serial)).toBe(code);
    expect(dealCodeFault(code)).toBeNull();
    expect(dealCodeFault(`${code.slice(0, -1)}${code.endsWith("A") ? "B" : "A"}`)).toBe("check");
    expect(dealCodeFault(code.slice(1))).toBe("form");
  });
});

describe("codes nest", () => {
  it("makes the example set", () => {
    const project = projectCode("E5201000001", 1);
    const tender = tenderCode(project, 1);
    const lot = lotCode(tender, 1);
    expect([project, tender, lot]).toEqual(["E5201000001000001", "E5201000001000001001", "E5201000001000001001001"]);
    expect(isLotCode(lot)).toBe(true);
    expect(regionOf(lot)).toBe("520100");
    expect([parentCode(lot), parentCode(tender), parentCode(project), parentCode("E5201000001")]).toEqual([
      tender,
      project,
      "E5201000001",
      null,
    ]);
  });

  it("refuses what does not fit", () => {
    expect(() => projectCode("E520100000", 1)).toThrow(RangeError);
    expect(() => lotCode("E5201000001000001001", 1000)).toThrow(RangeError);
    expect(() => tenderCode("E5201000001000001", 0)).toThrow(RangeError);
    expect(isInvestmentCode("2509-320193-89-01-544060")).toBe(true);
    expect(isInvestmentCode("2509-32019-89-01-544060")).toBe(false);
  });
});
