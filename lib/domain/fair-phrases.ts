import type { RuleId } from "./rules";

/** A form of words that often restricts or excludes. A hit is a question to the drafter, never a verdict. */
export type FairPhrase = {
  readonly id: string;
  readonly rule: RuleId;
  readonly pattern: RegExp;
  /** What is doubtful about it. */
  readonly zh: string;
  readonly en: string;
};

const phrase = (id: string, rule: RuleId, pattern: RegExp, zh: string, en: string): FairPhrase => ({
  id,
  rule,
  pattern,
  zh,
  en,
});

const HERE = "(?:本|我)(?:省|市|州|地|区|县)";
const STATES = "不低于|不少于|须达|达到|大于|超过|满";

/** Forms of unreasonable restriction (R-50, Implementing Regulations art. 32), pre-steps and designations. */
export const RESTRICTIVE_PHRASES: readonly FairPhrase[] = [
  phrase(
    "region",
    "R-50",
    new RegExp(`(?:仅限|限于|限)${HERE}[^，。；\\n]{0,6}(?:企业|单位|公司|投标人|供应商)`),
    "限定投标人所在地区",
    "limits the bidder's region",
  ),
  phrase(
    "registeredHere",
    "R-50",
    new RegExp(`(?:须|应|必须)(?:当)?(?:为|是|在)${HERE}[^，。；\\n]{0,6}(?:企业|注册|登记|纳税)`),
    "要求在本地注册、登记或者纳税",
    "demands local registration or taxes",
  ),
  phrase(
    "branchHere",
    "R-50",
    new RegExp(
      `在${HERE}[^，。；\\n]{0,4}(?:设有|设立|具有)[^，。；\\n]{0,6}(?:分公司|子公司|分支机构|办事处|服务网点)`,
    ),
    "要求在本地设立分支机构",
    "demands a local branch",
  ),
  phrase(
    "recordsHere",
    "R-50",
    new RegExp(`(?:${HERE}|[\\u4e00-\\u9fa5]{2,4}(?:省|市|州))(?:内|级)?[^，。；\\n]{0,10}(?:类似)?(?:业绩|奖项|荣誉)`),
    "以特定地区的业绩、奖项作为条件或者加分",
    "local performance or awards as a condition or bonus",
  ),
  phrase(
    "tradeRecords",
    "R-50",
    /(?:本行业|本系统|[\u4e00-\u9fa5]{2,6}行业)[^，。；\n]{0,6}(?:业绩|奖项)/,
    "以特定行业的业绩、奖项作为条件或者加分",
    "performance or awards of one trade as a condition or bonus",
  ),
  phrase(
    "ownership",
    "R-50",
    /(?:仅限|必须为|须为|应为|限)(?:国有|国企|央企|中央企业|上市|民营|内资|外资)(?:控股)?(?:企业|公司)?/,
    "限定所有制或者组织形式",
    "limits ownership or form of organisation",
  ),
  phrase(
    "ownershipOut",
    "R-50",
    /不接受[^，。；\n]{0,6}(?:民营|私营|外资|合资|个体|非公有制|中小)/,
    "排斥特定所有制或者规模的企业",
    "excludes an ownership or size",
  ),
  phrase(
    "brand",
    "R-50",
    /指定(?:的)?(?:品牌|厂家|厂商|供应商|制造商|产地|原产地|专利|商标)/,
    "指定品牌、专利、产地或者供应商",
    "names a brand, patent, origin or supplier",
  ),
  phrase(
    "brandName",
    "R-50",
    /(?:采用|使用|选用|须为|必须为)[^，。；\n]{1,20}(?:牌|品牌)(?:产品)?(?!或)/,
    "写明特定品牌而未注明“或者相当于”",
    "a brand without “or equal”",
  ),
  phrase(
    "authorised",
    "R-50",
    /原厂授权|厂家授权函|制造商(?:唯一|独家)授权/,
    "要求制造商授权",
    "demands the manufacturer's authorisation",
  ),
  phrase(
    "capital",
    "R-50",
    new RegExp(`注册资(?:本|金)(?:金)?[^，。；\\n]{0,4}(?:${STATES})`),
    "以注册资本作为条件",
    "registered capital as a condition",
  ),
  phrase(
    "size",
    "R-50",
    new RegExp(
      `(?:资产总额|总资产|净资产|营业收入|年营业额|利润|纳税额|从业人员|员工人数)[^，。；\\n]{0,6}(?:${STATES})`,
    ),
    "以企业规模作为条件",
    "size of the enterprise as a condition",
  ),
  phrase(
    "age",
    "R-50",
    new RegExp(`成立[^，。；\\n]{0,6}(?:${STATES})[^，。；\\n]{0,4}年`),
    "以成立年限作为条件",
    "age of the enterprise as a condition",
  ),
  phrase(
    "list",
    "R-50",
    /(?:入围|入库|备选库|名录库|资格库|短名单)[^，。；\n]{0,6}(?:企业|单位|供应商|投标人)/,
    "以入库、入围名单限定投标人",
    "limits bidders to a list",
  ),
  phrase(
    "signUp",
    "R-29",
    /投标报名|现场报名|报名(?:时间|截止|手续)|审核后(?:方可|才能)(?:下载|获取)/,
    "设置报名等前置环节",
    "a sign-up before the documents",
  ),
  phrase(
    "presence",
    "R-105",
    /(?:法定代表人|项目(?:负责人|经理)|总监)[^，。；\n]{0,10}(?:亲自|必须|须)(?:到场|到达|出席|参加)/,
    "强制特定人员到场",
    "forces persons to attend",
  ),
  phrase(
    "tool",
    "R-24",
    /(?:必须|须|应)(?:当)?购买[^，。；\n]{0,12}(?:软件|工具|加密锁|数字证书)/,
    "要求购买指定的工具",
    "demands the purchase of a tool",
  ),
];

/** Words for a floor price, which is forbidden. */
export const FLOOR_PHRASES: readonly FairPhrase[] = [
  phrase(
    "floor",
    "R-51",
    /最低(?:投标)?限价|投标(?:报价)?下限|报价不得低于[^，。；\n]{0,12}(?:限价|控制价|标底|百分之|%)/,
    "规定最低投标限价",
    "a floor price",
  ),
];

/** Formal trifles that should not reject a bid; looked for in grounds of rejection only. */
export const TRIFLE_PHRASES: readonly FairPhrase[] = [
  phrase("binding", "R-119", /装订|胶装|活页|骑缝/, "装订方式", "binding"),
  phrase(
    "layout",
    "R-119",
    /页码|目录|字体|字号|行距|页边距|纸张|封面|排版/,
    "版式、纸张、页码",
    "layout, paper, page numbers",
  ),
  phrase("typos", "R-119", /错别字|文字错误|笔误|标点/, "文字错误", "typos"),
  phrase("copies", "R-119", /份数不足|副本(?:数量|不足)|未提供副本/, "份数", "number of copies"),
];

export type PhraseHit = { readonly id: string; readonly rule: RuleId; readonly word: string };

/** Every phrase of the lists found in a text, with the words that hit, each phrase once. */
export const phraseHits = (text: string, phrases: readonly FairPhrase[]): readonly PhraseHit[] =>
  phrases.flatMap(({ id, rule, pattern }) => {
    const hit = pattern.exec(text);
    return hit ? [{ id, rule, word: hit[0] }] : [];
  });

/** The phrase behind a finding, for its explanation. */
export const phraseOf = (id: string): FairPhrase | null =>
  [...RESTRICTIVE_PHRASES, ...FLOOR_PHRASES, ...TRIFLE_PHRASES].find((one) => one.id === id) ?? null;
