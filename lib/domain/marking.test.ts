import { describe, expect, it } from "vitest";
import { sampleTerms } from "@/lib/testing/tender-terms";
import { blindCodes, criteriaOf, isBlind, needsReason, plainMark, shortMark, tierOf, tiersOf } from "./marking";
import { failedItems, missingFindings, reviewItems, tallyOf } from "./review-items";

const terms = sampleTerms(new Date("2026-11-01T00:00:00Z"));

describe("R-113: the form of the review comes from the documents", () => {
  it("every requirement and every ground of the documents is an item, once", () => {
    const ids = reviewItems(terms).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(reviewItems(terms).filter(({ key }) => key === "requirement")).toHaveLength(2);
    expect(
      reviewItems(terms)
        .filter(({ ground }) => ground === "document")
        .map(({ text }) => text),
    ).toEqual(terms.method.rejectionGrounds);
    expect(ids).toContain("price.ceiling");
    const noCeiling = { ...terms, price: { ...terms.price, ceiling: null } };
    expect(reviewItems(noCeiling).map(({ id }) => id)).not.toContain("price.ceiling");
  });

  it("only criteria with marks are marked, the price by nobody", () => {
    expect(criteriaOf(terms.method, "technical").map(({ id }) => id)).toEqual(["plan", "safety"]);
    expect(criteriaOf(terms.method, "business").map(({ id }) => id)).toEqual(["experience"]);
    expect([isBlind(terms.method, "technical"), isBlind(terms.method, "business")]).toEqual([true, false]);
  });

  it("tiers are those the basis writes, and none else", () => {
    const basis = "优 10.5至12；良：9–10.5；一般（6~9分）。低于一般档下限的写明理由。";
    const tiers = tiersOf({ basis, max: "12.00" });
    expect(tiers).toEqual([
      { name: "优", from: "10.5", to: "12" },
      { name: "良", from: "9", to: "10.5" },
      { name: "一般", from: "6", to: "9" },
    ]);
    expect(["12", "10.5", "9.5", "6", "5.5"].map((mark) => tierOf(tiers, mark)?.name ?? null)).toEqual([
      "优",
      "优",
      "良",
      "一般",
      null,
    ]);
    expect(tiersOf({ basis: "优、良、一般", max: "30.00" })).toEqual([]);
    const criterion = { basis, max: "12.00", kind: "subjective" } as const;
    expect([needsReason(criterion, "6"), needsReason(criterion, "5.5")]).toEqual([false, true]);
    expect(needsReason({ ...criterion, basis: "" }, "5.5")).toBe(true);
    expect(needsReason({ ...criterion, kind: "objective" }, "0")).toBe(false);
  });

  it("a mark is written one way", () => {
    expect([plainMark("9.5"), plainMark("10"), shortMark("9.50"), shortMark("10.00"), shortMark("0.25")]).toEqual([
      "9.50",
      "10.00",
      "9.5",
      "10",
      "0.25",
    ]);
  });
});

describe("blind parts", () => {
  it("codes are all different, and another member has others", () => {
    const bids = (salt: number) =>
      Array.from({ length: 40 }, (_, at) => ({
        digest: `bid-${at}`,
        noise: Uint8Array.of((at * 37 * salt) & 255, (at * 91 * salt) & 255, at),
      }));
    const codes = [...blindCodes(bids(3)).values()];
    expect(new Set(codes).size).toBe(40);
    expect(codes.every((code) => /^[A-Z][2-9]$/.test(code))).toBe(true);
    expect([...blindCodes(bids(9)).keys()]).not.toEqual([...blindCodes(bids(3)).keys()]);
  });
});

describe("R-118: findings are the members' votes", () => {
  const votes = (pass: readonly boolean[]) =>
    pass.map((one, at) => ({ memberId: String(at), digest: "a", item: "x", pass: one }));

  it("the majority decides, three of five", () => {
    expect(tallyOf(votes([true, true, false, false, false]), "a", "x")).toEqual({ pass: 2, fail: 3 });
    expect(failedItems(votes([true, true, false, false, false]), "a")).toEqual(["x"]);
    expect(failedItems(votes([true, true, true, false, false]), "a")).toEqual([]);
    expect(failedItems(votes([true, false]), "a")).toEqual([]);
  });

  it("counts what is not judged yet", () => {
    const items = [{ id: "x" }, { id: "y" }];
    expect(missingFindings(votes([true]), ["a", "b"], items)).toBe(3);
  });
});
