import { describe, expect, it } from "vitest";
import { FLOOR_PHRASES, phraseHits, phraseOf, RESTRICTIVE_PHRASES, TRIFLE_PHRASES } from "./fair-phrases";

const ids = (text: string, phrases = RESTRICTIVE_PHRASES) => phraseHits(text, phrases).map(({ id }) => id);

describe("R-50: words that restrict", () => {
  it.each([
    ["投标人仅限本省企业", "region"],
    ["投标人须为本市注册的独立法人", "registeredHere"],
    ["在本省设有分公司或者服务网点", "branchHere"],
    ["近三年具有贵州省内类似业绩的加 2 分", "recordsHere"],
    ["具有本行业业绩的加 3 分", "tradeRecords"],
    ["投标人必须为国有企业", "ownership"],
    ["本项目不接受民营企业投标", "ownershipOut"],
    ["采用招标人指定品牌", "brand"],
    ["电缆采用远东牌产品", "brandName"],
    ["须提供厂家授权函", "authorised"],
    ["注册资本不低于5000万元", "capital"],
    ["年营业额不少于1亿元", "size"],
    ["企业成立时间满5年", "age"],
    ["仅邀请入库企业投标", "list"],
  ])("%s", (text, id) => expect(ids(text)).toContain(id));

  it.each([
    "投标人须具有市政公用工程施工总承包二级及以上资质",
    "近三年完成过合同金额不低于500万元的类似工程业绩",
    "项目经理须具有一级注册建造师资格",
    "货物须符合国家标准，质量合格",
    "本工程位于贵阳市观山湖区",
    "接受联合体投标，成员不超过两家",
  ])("leaves alone: %s", (text) => expect(ids(text)).toEqual([]));

  it("says which words and why", () => {
    expect(phraseHits("投标人仅限本省企业。", RESTRICTIVE_PHRASES)).toEqual([
      { id: "region", rule: "R-50", word: "仅限本省企业" },
    ]);
    expect(phraseOf("region")?.zh).toBe("限定投标人所在地区");
    expect(phraseOf("nothing")).toBeNull();
  });
});

describe("R-29: no sign-up", () => {
  it("before the documents", () => expect(ids("投标报名时间：2026年12月1日")).toEqual(["signUp"]));
});

describe("R-105: nobody is made to attend", () => {
  it("in person", () => expect(ids("开标时项目经理必须到场")).toEqual(["presence"]));
});

describe("R-24: no tool has to be bought", () => {
  it("to make a bid", () => expect(ids("投标人须购买本平台加密锁")).toEqual(["tool"]));
});

describe("R-51: no floor price", () => {
  it("in no words", () => {
    expect(ids("最低限价 900 万元", FLOOR_PHRASES)).toEqual(["floor"]);
    expect(ids("投标报价不得低于招标控制价的85%", FLOOR_PHRASES)).toEqual(["floor"]);
    expect(ids("最高投标限价 1000 万元，不得低于成本报价", FLOOR_PHRASES)).toEqual([]);
  });
});

describe("R-119: formal trifles", () => {
  it("are no grounds of rejection", () => {
    expect(ids("投标文件未按要求装订的", TRIFLE_PHRASES)).toEqual(["binding"]);
    expect(ids("页码不连续或者有错别字的", TRIFLE_PHRASES)).toEqual(["layout", "typos"]);
    expect(ids("未按要求提交投标保证金的", TRIFLE_PHRASES)).toEqual([]);
  });
});
