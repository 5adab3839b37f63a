import { describe, expect, it } from "vitest";
import { SOMEBODY, withoutNames } from "./anonymity";

describe("R-57: public without revealing who asked", () => {
  it.each([
    ["我公司黔岭路桥有限公司认为资格条件过严。", `我公司${SOMEBODY}认为资格条件过严。`],
    ["黔岭 路桥\n有限公司", SOMEBODY],
    ["信用代码９１５２０１００MA6E12345R", `信用代码${SOMEBODY}`],
    ["信用代码91520100ma6e12345r", `信用代码${SOMEBODY}`],
    ["无名称", "无名称"],
  ])("%s", (text, shown) => {
    expect(withoutNames(text, ["黔岭路桥有限公司", "黔岭", "91520100MA6E12345R", "李", ""])).toBe(shown);
  });

  it("a name with signs of its own is a name and no pattern", () => {
    expect(withoutNames("甲(集团)有限公司、甲集团", ["甲（集团）有限公司"])).toBe(`${SOMEBODY}、甲集团`);
    expect(withoutNames("ab", ["a.", ".*"])).toBe("ab");
  });
});
