import { describe, expect, it } from "vitest";
import {
  correctionWords,
  evaluatedPrice,
  excludeEachOther,
  faultFound,
  leavesAPrice,
  type PriceFault,
  sameFault,
} from "./price-correction";

const line = (change: Partial<Extract<PriceFault, { kind: "line" }>> = {}): PriceFault => ({
  kind: "line",
  name: "挖一般土方",
  page: "12",
  quantity: "1250.5",
  unitPrice: "83.20",
  total: "140041.60",
  ...change,
});
const PRICE = "9650000.00";

describe("R-116: arithmetic of a price (EV-9)", () => {
  it("by the unit price, and the price changes by the difference", () =>
    expect(faultFound(line(), PRICE)).toEqual({
      correction: { what: "line", by: "unitPrice", stated: "140041.60", corrected: "104041.60" },
      deltaFen: -3_600_000n,
    }));
  it("a misplaced decimal point of the unit price changes the unit price alone", () => {
    const found = faultFound(line({ unitPrice: "832.00", total: "104041.60" }), PRICE)!;
    expect([found.correction.by, found.correction.corrected, found.deltaFen]).toEqual(["decimalPoint", "83.20", 0n]);
  });
  it("words over figures", () => {
    const found = faultFound({ kind: "words", page: "1", words: "壹佰万元整" }, "1100000.00")!;
    expect([found.correction.by, found.deltaFen]).toEqual(["words", -10_000_000n]);
  });
  it.each([
    ["a line that is right", line({ total: "104041.60" })],
    ["no number", line({ quantity: "一千" })],
    ["a negative one", line({ unitPrice: "-83.20" })],
    ["more taken off than the price is", line({ total: "999999999.00" })],
    ["words nobody can read", { kind: "words", page: "", words: "约一百万" } as const],
    ["words that say the same", { kind: "words", page: "", words: "玖佰陆拾伍万元整" } as const],
  ])("nothing is corrected where there is %s", (_, fault) => expect(faultFound(fault, PRICE)).toBeNull());
  it("several corrections leave a price, or the last of them is none", () => {
    expect(leavesAPrice("100.00", [-6_000n, -3_999n])).toBe(true);
    expect(leavesAPrice("100.00", [-6_000n, -4_000n])).toBe(false);
  });
  it("words and a line of one price exclude each other, unless one of them changes nothing", () => {
    const [words, one] = [{ kind: "words", page: "1", words: "壹佰万元整" } as const, line()];
    const pair = (a: bigint, b: bigint) => excludeEachOther({ fault: words, deltaFen: a }, { fault: one, deltaFen: b });
    expect([pair(-1n, -1n), pair(-1n, 0n), pair(0n, -1n)]).toEqual([true, false, false]);
    expect(excludeEachOther({ fault: one, deltaFen: 1n }, { fault: one, deltaFen: 1n })).toBe(false);
  });
  it("is asked once of each place", () => {
    expect(sameFault(line(), line({ total: "1.00" }))).toBe(true);
    expect(sameFault(line(), line({ page: "13" }))).toBe(false);
    const words: PriceFault = { kind: "words", page: "1", words: "壹佰万元整" };
    expect([sameFault(words, { ...words, page: "2" }), sameFault(words, line())]).toEqual([true, false]);
  });
});

describe("R-116: the corrected price is what is evaluated", () => {
  const of = (accepted: boolean | null, digest = "a") => ({ digest, deltaFen: -3_600_000n, accepted });
  it("once its bidder accepted, and every accepted one of it", () => {
    expect(evaluatedPrice("a", PRICE, [of(true), of(true), of(true, "b")])).toBe("9578000.00");
    expect(evaluatedPrice("a", PRICE, [of(false), of(null), of(true, "b")])).toBe(PRICE);
  });
});

describe("R-115: what the bidder is asked", () => {
  it("names place, arithmetic and both prices", () => {
    const text = correctionWords(line(), faultFound(line(), PRICE)!, PRICE);
    for (const part of ["第 12 页", "挖一般土方", "104041.60", PRICE, "9614000.00"]) expect(text).toContain(part);
  });
});
