import { describe, expect, it } from "vitest";
import {
  beijingDate,
  beijingIso,
  countdown,
  fileSize,
  legalTime,
  money,
  percent,
  platformCode,
  remaining,
  weekday,
} from "./format";

const at = new Date("2026-12-01T01:30:00Z");
const DAY = 86_400_000;

describe("formats of screens", () => {
  it("writes instants in Beijing time, whatever zone the computer is in", () => {
    expect(beijingDate(new Date("2026-11-30T16:00:00Z"))).toBe("2026-12-01");
    expect(beijingIso(at)).toBe("2026-12-01T09:30:00+08:00");
    expect(new Date(beijingIso(at))).toEqual(at);
    expect(legalTime("zh-CN", at)).toBe("2026年12月1日9时30分");
    expect(weekday("zh-CN", at)).toBe("周二");
    expect(weekday("en", new Date("2026-11-30T16:30:00Z"))).toBe("Tue");
  });

  it("writes money from fen and from decimals alike", () => {
    expect(money(11_823_000_000n)).toBe("118,230,000.00");
    expect(money("118230000.00")).toBe(money(11_823_000_000n));
    expect(money(5n)).toBe("0.05");
  });

  it("counts down to the instant: the last second still shows, zero is the end", () => {
    expect(countdown("zh-CN", 1)).toBe("00:00:01");
    expect(countdown("zh-CN", 0)).toBe("00:00:00");
    expect(countdown("zh-CN", -5000)).toBe("00:00:00");
    expect(countdown("zh-CN", DAY - 1)).toBe("1 天 00:00:00");
    expect(countdown("zh-CN", 7 * DAY + 68_637_000)).toBe("7 天 19:03:57");
    expect(countdown("en", 2 * DAY)).toBe("2 d 00:00:00");
  });

  it("tells the time left in words, never rounded up", () => {
    expect(remaining("zh-CN", 7 * DAY + 68_637_000)).toBe("7 天 19 小时");
    expect(remaining("zh-CN", 18 * DAY + 60_000)).toBe("18 天");
    expect(remaining("zh-CN", 33 * 60_000 + 57_999)).toBe("33 分 57 秒");
    expect(remaining("zh-CN", -1)).toBe("0 分 0 秒");
    expect(remaining("en", DAY)).toBe("1 day");
  });

  it("writes sizes by 1,024, percentages of basis points, platform codes in groups", () => {
    expect(fileSize(1023)).toBe("1023 B");
    expect(fileSize(1024)).toBe("1.0 KB");
    expect(fileSize(155_189_248)).toBe("148.0 MB");
    expect(percent(262)).toBe("2.62%");
    expect(platformCode("E5201000001000001001001")).toBe("E5201 000001 000001 001 001");
    expect(platformCode("A01")).toBe("A01");
  });
});
