import { describe, expect, it } from "vitest";
import { amountOf, correctLine, inYuan, lowPrices, sumOfLines } from "./scoring-correction";

describe("R-116: arithmetic (EV-9)", () => {
  it("the unit price prevails over the total", () => {
    const { line, correction } = correctLine({ quantity: "1250.5", unitPrice: "83.20", total: "140041.60" });
    expect(line.total).toBe("104041.60");
    expect(correction).toEqual({ what: "line", by: "unitPrice", stated: "140041.60", corrected: "104041.60" });
  });
  it("but not where its decimal point is obviously wrong", () => {
    const { line, correction } = correctLine({ quantity: "1250.5", unitPrice: "832.00", total: "104041.60" });
    expect(line).toEqual({ quantity: "1250.5", unitPrice: "83.20", total: "104041.60" });
    expect(correction?.by).toBe("decimalPoint");
  });
  it("leaves what is right", () => {
    expect(correctLine({ quantity: "3", unitPrice: "0.335", total: "1.01" }).correction).toBeNull();
    expect(
      sumOfLines([
        { quantity: "1", unitPrice: "2", total: "2.00" },
        { quantity: "1", unitPrice: "3", total: "3.50" },
      ]),
    ).toBe("5.50");
  });
  it("words prevail over figures", () => {
    expect(amountOf("壹佰万元整", "1100000")).toEqual({
      amount: "1000000.00",
      correction: { what: "amount", by: "words", stated: "1100000.00", corrected: "1000000.00" },
    });
    expect(amountOf("壹佰万元整", "1000000")?.correction).toBeNull();
    expect(amountOf("about a million", "1000000")).toBeNull();
  });
});

describe("EV-13: foreign currency", () => {
  it("is taken at the rate of the opening day", () => expect(inYuan("1000000", "7.0828")).toBe("7082800.00"));
});

describe("evaluation.md §12: unusually low prices", () => {
  const bids = [
    { id: "a", price: "1180000" },
    { id: "b", price: "1250000" },
    { id: "c", price: "560000" },
  ];
  it("hits the third by the next lowest only", () => {
    expect(lowPrices(bids, null)).toEqual([{ id: "c", by: "next", threshold: "590000.00" }]);
    expect(lowPrices(bids, "1300000").map(({ by }) => by)).toEqual(["next", "ceiling"]);
  });
});
