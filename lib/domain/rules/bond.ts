import type { Rule } from "../rule";

export const BOND = {
  "R-85": {
    sources: [["verified", "I", "26"]],
    actions: ["block"],
    effectiveFrom: "2019-03-02",
    zh: "投标保证金不得超过招标项目估算价的百分之二。",
    en: "The bid bond is at most 2 % of the estimated price of the lot.",
    params: { shareBp: 200 },
  },
  "R-86": {
    sources: [["verified", "I", "26"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "投标保证金有效期应与投标有效期一致。",
    en: "The bond is valid as long as the bid.",
  },
  "R-87": {
    sources: [["verified", "I", "26"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "依法必须招标项目的境内投标人，以现金或者支票提交的保证金应从其基本账户转出。",
    en: "In mandatory projects a bond in cash or cheque of a domestic bidder comes from its basic account.",
  },
  "R-88": {
    sources: [
      ["verified", "I", "26"],
      ["verified", "I", "30"],
    ],
    actions: ["block"],
    effectiveFrom: "2019-03-02",
    zh: "招标人不得挪用投标保证金；两阶段招标的保证金在第二阶段提交。",
    en: "The tenderee may not misuse the bond; in two-stage tendering it is given in the second stage only.",
  },
  "R-89": {
    sources: [["verified", "I", "57"]],
    actions: ["record"],
    effectiveFrom: "2019-03-02",
    zh: "最迟在书面合同签订后五日内，向中标人和未中标人退还投标保证金及银行同期存款利息。",
    en: "Bonds with bank interest are returned to winner and others within five days of the signing of the contract.",
    params: { days: 5 },
  },
  "R-90": {
    sources: [["verified", "I", "31"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "终止招标的，应及时退还招标文件费用、投标保证金及利息。",
    en: "On termination document fees, bonds and interest are returned promptly.",
  },
  "R-91": {
    sources: [["verified", "I", "58"]],
    actions: ["block"],
    effectiveFrom: "2019-03-02",
    zh: "履约保证金不得超过中标合同金额的百分之十。",
    en: "The performance bond is at most 10 % of the contract amount.",
    params: { shareBp: 1000 },
  },
  "R-92": {
    sources: [["verified", "F", "11"]],
    actions: ["auto"],
    effectiveFrom: "2024-05-01",
    zh: "不得限定保证金的形式，不得指定出具保函的机构；仅可收取法定的四类保证金。",
    en: "No restriction of the form of bond and no designated issuer; only the four lawful kinds of bonds.",
  },
  "R-93": {
    sources: [
      ["verified", "I", "35"],
      ["verified", "I", "74"],
    ],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "保证金不予退还限于：截止后撤销投标；无正当理由不订立合同、附加条件或者不提交履约保证金。",
    en: "A bond is kept only for revocation after the deadline, or refusing to sign, adding conditions or not giving the performance bond.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
