import { describe, expect, it } from "vitest";
import { isPlainText } from "./plain-input";

describe("text that a database cannot keep", () => {
  it.each([["a\0"], [["a", "b\0"]], [{ a: { b: ["\0"] } }], [{ "k\0": 1 }]])(
    "is found wherever it stands: %j",
    (value) => {
      expect(isPlainText(value)).toBe(false);
    },
  );

  it("is not found in words, numbers, nothing and bytes", () => {
    expect(isPlainText({ a: "一标段\n", b: [1, null, undefined, 2n, true], c: new Uint8Array([0]) })).toBe(true);
  });
});
