import type { Locale } from "./instants";

/** Words for what NOT_READY says is missing; a key without words is shown as it is. */
const WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  approval: ["项目审批文件（名称、文号、单位），或无须审批的说明", "approval data, or a declared reason why none is needed"],
  tenderee: ["已登记的招标人（统一社会信用代码）", "a registered tenderee (credit code)"],
  project: ["项目通过平台核验", "verification of the project"],
  mandate: ["招标代理委托书", "the agency's written mandate"],
  agency: ["招标代理机构", "the tendering agency"],
  supervisor: ["行政监督部门", "the supervisory authority"],
  publicity: ["不采用公开招标的理由公示", "publication of the reasons for not tendering openly"],
  lots: ["至少一个标段", "at least one lot"],
  terms: ["招标文件各项内容", "the sections of the tender documents"],
  reasons: ["合规提示的理由", "reasons for the warnings of the compliance check"],
  review: ["另一位人员复核通过", "approval by a second person"],
  preparation: ["重新准备签署（内容或时间已变化）", "a new preparation for signing (content or time has changed)"],
  trustees: ["开启受托方的公钥", "keys of the opening trustees"],
  documents: ["先获取招标文件", "obtaining the tender documents first"],
  changes: ["招标文件的实际改动", "an actual change of the documents"],
  answer: ["答复内容", "the answer"],
  deadline: ["顺延投标截止时间", "a later bid deadline"],
};

export function missingWord(locale: Locale, key: string): string {
  const words = WORDS[key];
  return words ? words[locale === "en" ? 1 : 0] : key;
}
