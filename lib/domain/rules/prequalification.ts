import type { Rule } from "../rule";

export const PREQUALIFICATION = {
  "R-62": {
    sources: [["verified", "I", "17"]],
    actions: ["block"],
    effectiveFrom: "2019-03-02",
    zh: "依法必须招标项目提交资格预审申请文件的时间，自预审文件停止发售之日起不得少于五日。",
    en: "For mandatory projects at least five days lie between the end of document sale and the application deadline.",
    params: { days: 5 },
  },
  "R-63": {
    sources: [["verified", "I", "18"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "资格预审按载明的标准和方法进行；国有资金占控股或者主导地位的依法必须招标项目应组建资格审查委员会。",
    en: "Review follows the published standards only; mandatory projects dominated by state funds need a review committee.",
  },
  "R-64": {
    sources: [
      ["verified", "I", "19"],
      ["verified", "I", "36"],
    ],
    actions: ["block", "auto"],
    effectiveFrom: "2019-03-02",
    zh: "资格预审结果应及时通知每个申请人；未通过的不具有投标资格。",
    en: "Every applicant is told the result promptly; who failed has no right to bid.",
  },
  "R-65": {
    sources: [["verified", "I", "19"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "通过资格预审的申请人少于三个的，应重新招标。",
    en: "Fewer than three passed: tender again.",
    params: { passed: 3 },
  },
  "R-66": {
    sources: [["verified", "I", "22"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "对资格预审文件有异议的，应在提交申请文件截止二日前提出。",
    en: "Objections to prequalification documents are raised at least two days before the application deadline.",
    params: { days: 2 },
  },
  "R-67": {
    sources: [["verified", "I", "37"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "联合体应在提交申请文件前组成；资格预审后增减、更换成员的，投标无效。",
    en: "A consortium is formed before application; changing members afterwards voids the bid.",
  },
  "R-68": {
    sources: [
      ["verified", "E", "28"],
      ["verified", "E", "38"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "资格预审申请文件的加密、递交、开启等适用投标文件的规定。",
    en: "Encryption, submission and opening of applications follow the rules for bids.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
