import { describe, expect, it } from "vitest";
import { finalRanks, openTies } from "./scoring-ties";

const line = (id: string, rank: number, tied = false) => ({ id, rank, tied });
const lines = [line("a", 1), line("b", 2, true), line("c", 2, true), line("d", 4)];

describe("R-113: ties", () => {
  it("stay open until the committee decides between just those", () => {
    expect(openTies(lines, [])).toEqual([["b", "c"]]);
    expect(openTies(lines, [{ digests: ["b", "a"], reason: "" }])).toEqual([["b", "c"]]);
    expect(openTies(lines, [{ digests: ["c", "b"], reason: "" }])).toEqual([]);
  });

  it("a decision orders them without moving anybody else", () => {
    const ranked = finalRanks(lines, [{ digests: ["c", "b"], reason: "业绩更优" }]);
    expect(ranked.map(({ id, rank, tied }) => [id, rank, tied])).toEqual([
      ["a", 1, false],
      ["c", 2, false],
      ["b", 3, false],
      ["d", 4, false],
    ]);
    expect(finalRanks(lines, []).map(({ rank }) => rank)).toEqual([1, 2, 2, 4]);
  });
});
