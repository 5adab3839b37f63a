import { describe, expect, it } from "vitest";
import { checkMode, type FundFacts, isMandatory, isStateDominant, looksSplit, stateFunded } from "./mandatory";

const yuan = (amount: number) => BigInt(amount) * 100n;
const funds = (change: Partial<FundFacts> = {}): FundFacts => ({
  publicInterest: false,
  foreignAid: false,
  soeFunds: true,
  budgetFen: 0n,
  investmentFen: yuan(10_000_000),
  ...change,
});

describe("R-01: mandatory by estimate", () => {
  it.each([
    ["construction", 3_999_999, false],
    ["construction", 4_000_000, true],
    ["goods", 1_999_999, false],
    ["goods", 2_000_000, true],
    ["services", 999_999, false],
    ["services", 1_000_000, true],
  ] as const)("%s of %d yuan: %s", (category, estimate, expected) => {
    expect(isMandatory(category, [yuan(estimate)], funds())).toBe(expected);
  });

  it("adds up what can be combined", () => {
    expect(isMandatory("construction", [yuan(2_500_000), yuan(1_500_000)], funds())).toBe(true);
  });

  it("does not bind private money without public interest", () => {
    expect(isMandatory("construction", [yuan(90_000_000)], funds({ soeFunds: false }))).toBe(false);
    expect(isMandatory("construction", [yuan(90_000_000)], funds({ soeFunds: false, publicInterest: true }))).toBe(
      true,
    );
  });
});

describe("R-02: budget money", () => {
  it.each([
    [1_999_999, 5_000_000, false],
    [2_500_000, 27_777_778, false], // 9 %
    [2_500_000, 25_000_000, true], // 10 %
  ])("%d of %d: %s", (budget, investment, expected) => {
    expect(stateFunded(funds({ soeFunds: false, budgetFen: yuan(budget), investmentFen: yuan(investment) }))).toBe(
      expected,
    );
  });

  it("dominates above one half", () => {
    const half = funds({ soeFunds: false, budgetFen: yuan(5_000_000) });
    expect(isStateDominant(half)).toBe(false);
    expect(isStateDominant({ ...half, budgetFen: yuan(5_000_001) })).toBe(true);
  });
});

describe("R-03: splitting", () => {
  it("three parts below the threshold, together above it", () => {
    const parts = [1_500_000, 1_500_000, 1_500_000].map(yuan);
    expect(looksSplit("construction", parts)).toBe(true);
    expect(looksSplit("construction", parts.slice(0, 2))).toBe(false);
    expect(looksSplit("construction", [yuan(4_500_000)])).toBe(false);
  });
});

describe("R-05: the mode matches the approval", () => {
  it("approved open, selected invited", () => {
    expect(checkMode("invited", "open", "技术复杂")?.rules).toEqual(["R-05"]);
    expect(checkMode("open", "open", "")).toBeNull();
  });
});

describe("R-06: invited tendering needs a ground", () => {
  it("is refused without one", () => {
    expect(checkMode("invited", "invited", " ")?.code).toBe("GROUND_NEEDED");
  });
});

describe("R-07: not tendering openly is publicised first", () => {
  it("is refused before there is a record", () => {
    expect(checkMode("invited", "invited", "技术复杂")?.rules).toEqual(["R-07"]);
  });
});

describe("R-12: lots just under the threshold", () => {
  it("three lots of 3.9 million each", () => {
    expect(looksSplit("construction", [yuan(3_900_000), yuan(3_900_000), yuan(3_900_000)])).toBe(true);
  });
});
