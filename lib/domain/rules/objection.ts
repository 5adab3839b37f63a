import type { Rule } from "../rule";

export const OBJECTION = {
  "R-127": {
    sources: [
      ["verified", "I", "22"],
      ["verified", "I", "44"],
      ["verified", "I", "54"],
    ],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "对招标文件的异议应在投标截止十日前（资格预审文件二日前）提出；对开标的异议当场提出；对评标结果的异议在公示期间提出。",
    en: "Objections: to tender documents at least 10 days before the deadline (prequalification 2), to the opening on the spot, to the result during its publicity.",
    params: { documentDays: 10, prequalDays: 2 },
  },
  "R-128": {
    sources: [
      ["verified", "I", "22"],
      ["verified", "I", "54"],
    ],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "招标人应自收到异议之日起三日内答复，答复前暂停招标投标活动。",
    en: "The tenderee answers within three days of receipt and suspends tendering until then.",
    params: { days: 3 },
  },
  "R-129": {
    sources: [
      ["verified", "E", "39"],
      ["verified", "O", "(六)"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "异议的提出、受理、答复均在平台上进行。",
    en: "Objections are filed, tracked and answered on the platform.",
  },
  "R-130": {
    sources: [
      ["verified", "L", "65"],
      ["verified", "I", "22"],
    ],
    actions: ["auto"],
    effectiveFrom: "2017-12-28",
    zh: "潜在投标人、投标人和其他利害关系人可以提出异议。",
    en: "Potential bidders, bidders and other interested parties may object.",
  },
  "R-131": {
    sources: [["verified", "I", "60"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "自知道或者应当知道之日起十日内可以投诉；就招标文件、开标、评标结果投诉的，应先提出异议，异议答复期间不计算在内。",
    en: "A complaint is made within ten days of knowing; in the three matters of objection only after objecting, the answering period not counted.",
    params: { days: 10 },
  },
  "R-132": {
    sources: [["verified", "I", "61"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "监督部门自收到投诉之日起三个工作日内决定是否受理，自受理之日起三十个工作日内作出处理决定。",
    en: "The supervisor decides on acceptance within 3 working days and on the matter within 30 working days of acceptance.",
    params: { acceptWorkdays: 3, decideWorkdays: 30 },
  },
  "R-133": {
    sources: [["verified", "CP", "12"]],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "投诉具有规定情形之一的不予受理。",
    en: "A complaint is refused on listed grounds only.",
  },
  "R-134": {
    sources: [
      ["verified", "I", "62"],
      ["verified", "E", "52"],
    ],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "监督部门可以查阅、复制、调查，责令暂停；有关各方应在线执行监督指令。",
    en: "The supervisor may read, copy, investigate and order suspension; parties and operator obey online orders.",
  },
  "R-135": {
    sources: [
      ["verified", "E", "51"],
      ["verified", "S", "14"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "投诉通过行政监督平台办理，处理结果公开。",
    en: "Complaints go through the supervision platform; results are published.",
  },
  "R-136": {
    sources: [
      ["verified", "I", "77"],
      ["verified", "I", "81"],
    ],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "不按规定答复异议而继续招标投标活动的，责令改正；影响结果的，招标、投标、中标无效。",
    en: "Going on without answering an objection is ordered to be corrected; if it affected the result, that is invalid.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
