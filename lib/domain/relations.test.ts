import { describe, expect, it } from "vitest";
import { type RegisteredBidder, relatedBidders } from "./relations";

const bidder = (uscc: string, legalRepresentative: string, ...relations: RegisteredBidder["relations"]) => ({
  uscc,
  name: `单位${uscc}`,
  legalRepresentative,
  relations,
});

describe("R-78: bidders whom the register shows as related", () => {
  it("same responsible person, however it is spaced", () => {
    const pairs = relatedBidders([bidder("1", "罗启明"), bidder("2", "罗　启 明"), bidder("3", "韦清")]);
    expect(pairs).toEqual([{ names: ["单位1", "单位2"], why: "representative" }]);
  });

  it("control and management, whichever of the two declared it, each once", () => {
    const pairs = relatedBidders([
      bidder("1", "甲", { uscc: "2", kind: "controlled" }, { uscc: "9", kind: "controls" }),
      bidder("2", "乙", { uscc: "1", kind: "controls" }),
      bidder("3", "丙", { uscc: "2", kind: "manages" }),
    ]);
    expect(pairs).toEqual([
      { names: ["单位1", "单位2"], why: "control" },
      { names: ["单位2", "单位3"], why: "management" },
    ]);
  });

  it("strangers are strangers", () => expect(relatedBidders([bidder("1", "甲"), bidder("2", "乙")])).toEqual([]));
});
