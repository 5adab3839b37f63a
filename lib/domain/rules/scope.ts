import type { Rule } from "../rule";

export const SCOPE = {
  "R-01": {
    sources: [
      ["verified", "M", "5"],
      ["verified", "L", "3"],
    ],
    actions: ["auto", "warn"],
    effectiveFrom: "2018-06-01",
    zh: "依法必须招标的范围内，单项合同估算价达到：施工四百万元、货物二百万元、勘察设计监理等服务一百万元的，必须招标；同一项目中可以合并进行的采购合并计算。",
    en: "Within the scope of mandatory tendering, a single contract estimated at 4 million yuan for works, 2 million for goods or 1 million for survey, design or supervision must be tendered; purchases of one project that can be combined count together.",
    params: { constructionYuan: 4_000_000, goodsYuan: 2_000_000, servicesYuan: 1_000_000 },
  },
  "R-02": {
    sources: [["verified", "M", "2"]],
    actions: ["auto"],
    effectiveFrom: "2018-06-01",
    zh: "使用预算资金二百万元以上且占投资额百分之十以上，或者国有企事业单位资金占控股或者主导地位的项目，属于必须招标的范围。",
    en: "Projects with at least 2 million yuan of budget money that makes up at least 10 % of the investment, or where funds of state-owned bodies control or dominate, are within the scope.",
    params: { budgetYuan: 2_000_000, shareBp: 1000 },
  },
  "R-03": {
    sources: [
      ["verified", "L", "4"],
      ["verified", "I", "24"],
    ],
    actions: ["warn"],
    effectiveFrom: "2017-12-28",
    zh: "不得将依法必须招标的项目化整为零规避招标。",
    en: "A project that must be tendered may not be split to avoid tendering.",
    params: { months: 12 },
  },
  "R-04": {
    sources: [["verified", "L", "9"]],
    actions: ["block"],
    effectiveFrom: "2017-12-28",
    zh: "需要审批、核准的项目应先取得批准；资金来源已经落实，并在招标文件中如实载明。",
    en: "Approvals demanded by law come first; funds are secured and truthfully stated in the tender documents.",
  },
  "R-05": {
    sources: [
      ["verified", "I", "7"],
      ["verified", "O", "(二)"],
    ],
    actions: ["block"],
    effectiveFrom: "2019-03-02",
    zh: "应当核准的，招标范围、招标方式、招标组织形式须与核准内容一致。",
    en: "Where approval applies, scope, mode and form of organisation of the tendering match it.",
  },
  "R-06": {
    sources: [
      ["verified", "I", "8"],
      ["verified", "L", "11"],
    ],
    actions: ["block"],
    effectiveFrom: "2019-03-02",
    zh: "国有资金占控股或者主导地位的依法必须招标项目应当公开招标；仅在法定情形下可以邀请招标。",
    en: "Mandatory projects dominated by state funds are tendered openly; invited tendering is allowed on statutory grounds only.",
  },
  "R-07": {
    sources: [["verified", "O", "(二)"]],
    actions: ["block"],
    effectiveFrom: "2022-09-01",
    zh: "不招标或者邀请招标的，应在采购前公示理由和法律依据，涉密项目除外。",
    en: "Not tendering, or inviting instead of open tendering, is made public beforehand with reasons and legal basis, unless secret.",
  },
  "R-08": {
    sources: [["verified", "L", "12"]],
    actions: ["auto", "record"],
    effectiveFrom: "2017-12-28",
    zh: "依法必须招标项目自行办理招标事宜的，应向行政监督部门备案。",
    en: "A tenderee that organises mandatory tendering itself files this with the supervisor.",
  },
  "R-09": {
    sources: [
      ["verified", "L", "15"],
      ["verified", "I", "13"],
      ["verified", "I", "14"],
    ],
    actions: ["block"],
    effectiveFrom: "2017-12-28",
    zh: "招标代理机构在委托范围内办理招标事宜，不得在所代理的项目中投标、代理投标或者为投标人提供咨询。",
    en: "An agency acts within its written mandate and may not bid, bid for others or advise bidders in that project.",
  },
  "R-10": {
    sources: [
      ["verified", "L", "12"],
      ["verified", "F", "5"],
      ["verified", "S", "3"],
    ],
    actions: ["record"],
    effectiveFrom: "2017-12-28",
    zh: "任何单位和个人不得为招标人指定招标代理机构、交易平台、数字证书或者工具软件。",
    en: "Nobody may designate the agency, platform, certificate authority or tool for the tenderee.",
  },
  "R-11": {
    sources: [["secondHand", "AG", ""]],
    actions: ["warn"],
    effectiveFrom: "2026-01-01",
    zh: "招标代理机构自 2026 年 1 月 1 日起按新的管理办法执业；名录中查不到的予以提示。",
    en: "Since 1 January 2026 agencies work under new measures; one that the national list does not show is flagged.",
  },
  "R-12": {
    sources: [
      ["verified", "L", "19"],
      ["verified", "I", "24"],
    ],
    actions: ["warn", "record"],
    effectiveFrom: "2017-12-28",
    zh: "招标项目可以划分标段，但不得利用划分标段排斥投标人或者规避招标。",
    en: "A tender may be divided into lots, but not to exclude bidders or to dodge the law.",
  },
  "R-13": {
    sources: [["verified", "I", "29"]],
    actions: ["warn"],
    effectiveFrom: "2019-03-02",
    zh: "总承包合同中达到规模标准的暂估价项目应当依法招标。",
    en: "Provisional-sum items of a general contract that reach the thresholds are tendered separately.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
