import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beijingIso, beijingMillis, beijingTime, compactTime, noticeDay, noticeTime } from "./format";
import { capitals, fen, groupedYuan, parseCapitals, parseYuan, shareDown, shareHalfUp, yuan } from "./money";

describe("amounts", () => {
  it.each([
    ["0", 0n],
    ["12345678.9", 1_234_567_890n],
    ["12345678.90", 1_234_567_890n],
    ["0.01", 1n],
    ["-3.50", -350n],
    ["1,000", null],
    ["1.001", null],
    ["1e3", null],
    ["", null],
    [".5", null],
  ])("%s", (text, expected) => {
    expect(parseYuan(text)).toBe(expected);
  });

  it("formats and reads back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), (amount) => fen(yuan(amount)) === amount),
    );
    expect(groupedYuan(1_234_567_890n)).toBe("12,345,678.90");
    expect(groupedYuan(100n)).toBe("1.00");
    expect(groupedYuan(-123_456_700n)).toBe("-1,234,567.00");
    expect(() => fen("zehn")).toThrow(RangeError);
  });

  it("takes shares", () => {
    expect(yuan(shareDown(fen("18500000"), 200))).toBe("370000.00");
    expect(shareDown(99n, 200)).toBe(1n);
    expect(shareHalfUp(75n, 200)).toBe(2n);
    expect(shareHalfUp(74n, 200)).toBe(1n);
  });
});

describe("capitals", () => {
  it.each([
    ["0", "零元整"],
    ["1000000", "壹佰万元整"],
    ["0.05", "伍分"],
    ["0.50", "伍角整"],
    ["10.05", "壹拾元零伍分"],
    ["1001.50", "壹仟零壹元伍角整"],
    ["12345678.90", "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"],
    ["100000000", "壹亿元整"],
    ["100020003", "壹亿零贰万零叁元整"],
    ["118230000", "壹亿壹仟捌佰贰拾叁万元整"],
    ["123000400.50", "壹亿贰仟叁佰万零肆佰元伍角整"],
    ["100001000", "壹亿零壹仟元整"],
    ["1000000000000", "壹万亿元整"],
    ["1000100000000", "壹万零壹亿元整"],
    ["50600.07", "伍万零陆佰元零柒分"],
  ])("%s", (amount, expected) => {
    expect(capitals(fen(amount))).toBe(expected);
    expect(parseCapitals(expected)).toBe(fen(amount));
  });

  it("words say the same as figures, for every amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), (amount) => parseCapitals(capitals(amount)) === amount),
      { numRuns: 500 },
    );
  });

  it("reads plain numerals and the forms people write", () => {
    expect(parseCapitals("人民币壹佰万圆正")).toBe(fen("1000000"));
    expect(parseCapitals("一百零五元")).toBe(fen("105"));
    expect(parseCapitals("拾伍元整")).toBe(fen("15"));
  });

  it.each(["", "整", "壹佰", "壹佰贰佰元", "壹百块", "佰元", "壹亿壹亿元", "壹二三元"])(
    "does not guess at %s",
    (text) => {
      expect(parseCapitals(text)).toBeNull();
    },
  );
});

describe("Beijing time in words", () => {
  const at = new Date("2026-12-01T01:30:00.120Z");
  it("has one form for each place", () => {
    expect(beijingTime(at)).toBe("2026-12-01 09:30:00");
    expect(beijingMillis(at)).toBe("2026-12-01 09:30:00.120");
    expect(beijingIso(at)).toBe("2026-12-01T09:30:00+08:00");
    expect(compactTime(at)).toBe("20261201093000");
    expect(noticeTime(at)).toBe("2026年12月1日9时30分");
    expect(noticeTime(new Date("2026-12-01T16:05:07Z"))).toBe("2026年12月2日0时05分07秒");
    expect(noticeDay("2026-12-01")).toBe("2026年12月1日");
  });
});
