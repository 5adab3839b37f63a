import { expect, it } from "vitest";
import { describeWith, outsideJson } from "@/lib/testing/vectors";
import * as exact from "@/lib/kernel/rational";
import { aggregate, dispersion, markFault } from "./scoring-members";
import { rank, rankByEvaluatedPrice } from "./scoring-ranking";

const vectors = outsideJson("..", "domain", "vectors.json");
const vector = (id: string) => vectors.price.find((one: { id: string }) => one.id === id);

describeWith(vectors, "EV-6: lowest evaluated price", () => {
  const { bids, weekRate, interestYear, months, order } = vector("EV-6");
  it("adjusts by money and ranks", () => {
    const given = Object.entries(
      bids as Record<string, { price: string; weeksLate: number; prepay: string; missing: string; evaluated: string }>,
    );
    const ranked = rankByEvaluatedPrice(
      given.map(([id, bid]) => ({ id, ...bid })),
      { weekRate, interestYear, months },
    );
    expect(ranked.map(({ id }) => id)).toEqual(order);
    for (const [id, { evaluated }] of given) expect(ranked.find((one) => one.id === id)?.evaluated).toBe(evaluated);
    expect(ranked.find(({ id }) => id === "A")).toMatchObject({
      delivery: "50000.00",
      prepayment: "15000.00",
      rank: 2,
      tied: false,
    });
  });
});

describeWith(vectors, "EV-7: members' marks", () => {
  const { members, trimmed, plain } = vector("EV-7");
  const of = (values: readonly string[], how: "mean" | "trimmed") =>
    exact.fixed(aggregate(values.map(exact.decimal), how), 2);
  it("trims only where the documents say so", () => {
    expect([of(members, "trimmed"), of(members, "mean")]).toEqual([trimmed, plain]);
    expect([of(["34.5", "36", "33", "38", "35.5"], "mean"), of(["34.5", "36", "33", "38", "35.5"], "trimmed")]).toEqual(
      ["35.40", "35.33"],
    );
  });
});

describeWith(vectors, "EV-8: ties", () => {
  const entry = (id: string, price: string, ...parts: string[]) => ({
    id,
    price: exact.decimal(price),
    technical: exact.decimal(parts[1] ?? "0"),
    total: exact.sum(parts.map(exact.decimal)),
  });
  it("equal totals: lower price first", () => {
    const ranked = rank([
      entry("丙", "9500000", "39.00", "32.60", "18.00"),
      entry("乙", "9510000", "39.20", "32.80", "18.00"),
      entry("甲", "9480000", "38.60", "33.40", "18.00"),
    ]);
    expect(ranked).toEqual([
      { id: "甲", rank: 1, tied: false },
      { id: "乙", rank: 2, tied: false },
      { id: "丙", rank: 3, tied: false },
    ]);
  });
  it("what is equal in everything shares a rank and says so", () => {
    expect(rank([entry("a", "1", "2", "3"), entry("b", "1", "2", "3"), entry("c", "1", "1", "3")])).toEqual([
      { id: "a", rank: 1, tied: true },
      { id: "b", rank: 1, tied: true },
      { id: "c", rank: 3, tied: false },
    ]);
  });
});

describeWith(vectors, "R-126: dispersion (EV-10)", () => {
  const given = (values: readonly string[]) => values.map((value, index) => ({ memberId: `m${index + 1}`, value }));
  it("warns of a member far from the mean", () => {
    expect(dispersion("b", { id: "c", kind: "subjective" }, given(["9", "8.5", "8", "4", "8.5"]))).toEqual([
      { bidId: "b", criterionId: "c", kind: "deviates", memberId: "m4", deviation: "-47.37" },
    ]);
  });
  it("exactly thirty per cent is not yet far", () => {
    expect(dispersion("b", { id: "c", kind: "subjective" }, given(["7", "13", "10"]))).toEqual([]);
    expect(dispersion("b", { id: "c", kind: "subjective" }, given(["6.9", "13.1", "10"]))).toHaveLength(2);
  });
  it("objective marks must be equal", () => {
    expect(dispersion("b", { id: "c", kind: "objective" }, given(["5", "5", "3", "5", "5"]))).toMatchObject([
      { kind: "unequal" },
    ]);
    expect(dispersion("b", { id: "c", kind: "objective" }, given(["5", "5.0", "5.00"]))).toEqual([]);
  });
});

describeWith(vectors, "R-113: marks stand on a step between nothing and full marks", () => {
  it.each([
    ["40.00", null],
    ["40.01", "range"],
    ["-1", "range"],
    ["33.25", "step"],
    ["abc", "form"],
  ])("a mark of %s: %s", (value, fault) => {
    expect(markFault({ max: "40.00", step: "0.50" }, value)).toBe(fault);
  });
});
