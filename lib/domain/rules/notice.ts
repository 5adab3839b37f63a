import type { Rule } from "../rule";

export const NOTICE = {
  "R-33": {
    sources: [
      ["verified", "L", "16"],
      ["verified", "I", "15"],
    ],
    actions: ["block", "warn"],
    effectiveFrom: "2017-12-28",
    zh: "公开招标应发布招标公告，资格预审应发布预审公告；依法必须招标项目在指定媒介发布，不收费，各媒介内容一致。",
    en: "Open tendering needs a notice, prequalification its own; mandatory projects publish on designated media, free of charge, with identical content.",
  },
  "R-34": {
    sources: [["memory", "N", "8"]],
    actions: ["auto"],
    effectiveFrom: "2018-01-01",
    zh: "指定媒介为中国招标投标公共服务平台或者项目所在地省级公共服务平台。",
    en: "The designated medium is the national public service platform or that of the project's province.",
  },
  "R-35": {
    sources: [["verified", "E", "17"]],
    actions: ["auto", "show"],
    effectiveFrom: "2013-05-01",
    zh: "交易平台与指定媒介同步发布公告。",
    en: "Platform and designated medium publish simultaneously.",
  },
  "R-36": {
    sources: [["memory", "N", "11"]],
    actions: ["auto"],
    effectiveFrom: "2018-01-01",
    zh: "媒介收到数据交换的公告后十二小时内发布；其他方式提交的，验证后一个工作日内发布，验证不超过三个工作日。",
    en: "A medium publishes an exchanged notice within 12 hours; others within one working day after a verification of at most three working days.",
    params: { hours: 12, publishWorkdays: 1, verifyWorkdays: 3 },
  },
  "R-37": {
    sources: [
      ["verified", "L", "16"],
      ["verified", "E", "17"],
      ["verified", "I", "37"],
      ["memory", "N", "5"],
    ],
    actions: ["block"],
    effectiveFrom: "2017-12-28",
    zh: "招标公告应载明项目名称、内容、范围、规模、资金来源，资格要求及是否接受联合体，获取招标文件的时间和方式，递交投标文件的截止时间和方式，招标人和代理机构的名称、地址和联系方式，交易平台网址等。",
    en: "A notice states project, content, scope, scale and funds; qualification and consortium; when and how to get documents; deadline and way of submission; names, addresses and contacts; the platform's address.",
  },
  "R-38": {
    sources: [
      ["memory", "N", "10"],
      ["verified", "E", "40"],
    ],
    actions: ["block"],
    effectiveFrom: "2018-01-01",
    zh: "公告文本由招标人或者代理机构盖章并由负责人签名；数据电文形式的使用电子签名。",
    en: "The text is sealed by tenderee or agency and signed by the responsible person; data messages carry electronic signatures.",
  },
  "R-39": {
    sources: [
      ["verified", "E", "19"],
      ["verified", "I", "15"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "公告应标准化、格式化，使用国家规定的标准文本。",
    en: "Notices are standardised and formatted after the national texts.",
  },
  "R-40": {
    sources: [["memory", "N", "11"]],
    actions: ["auto"],
    effectiveFrom: "2018-01-01",
    zh: "公告信息可追溯、不被修改，保存不少于十年。",
    en: "What was published stays traceable and unaltered for at least ten years.",
    params: { years: 10 },
  },
  "R-41": {
    sources: [["memory", "N", "16"]],
    actions: ["auto"],
    effectiveFrom: "2018-01-01",
    zh: "公告缺项、不一致或者违法的，可以要求更正，招标人应当处理并答复。",
    en: "Bidders may ask to correct notices that lack items, diverge or break the law; the tenderee handles and answers.",
  },
  "R-42": {
    sources: [
      ["verified", "L", "17"],
      ["secondHand", "CTS", "B-006"],
    ],
    actions: ["block"],
    effectiveFrom: "2017-12-28",
    zh: "邀请招标应向三个以上具备能力、资信良好的特定法人或者组织发出投标邀请书。",
    en: "Invited tendering addresses at least three capable and creditworthy invitees.",
    params: { invitees: 3 },
  },
  "R-43": {
    sources: [["verified", "O", "(六)"]],
    actions: ["block"],
    effectiveFrom: "2022-09-01",
    zh: "公告和公示应载明提出异议的渠道和方式。",
    en: "Notices and announcements name the contact for objections.",
  },
  "R-44": {
    sources: [["memory", "N", "20"]],
    actions: ["auto"],
    effectiveFrom: "2018-01-01",
    zh: "更正、暂停、终止等公告按原公告的方式发布，并指明原公告。",
    en: "Corrections, suspensions and terminations are published like the notice they refer to.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
