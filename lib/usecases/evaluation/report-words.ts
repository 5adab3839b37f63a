import { leaves } from "@/lib/domain/method-terms";
import { reviewItems } from "@/lib/domain/review-items";
import type { Dispersion } from "@/lib/domain/scoring-members";
import type { CompleteTerms } from "@/lib/domain/terms";

/** The report is a Chinese document: its words stand here, those of pages in lib/i18n. */
export const METHOD_WORDS: Readonly<Record<string, string>> = {
  comprehensiveScoring: "综合评估法",
  lowestEvaluatedPrice: "经评审的最低投标价法",
};

export const GROUND_WORDS: Readonly<Record<string, string>> = {
  unsigned: "投标文件未经投标单位盖章和单位负责人签字",
  noAgreement: "投标联合体没有提交共同投标协议",
  unqualified: "投标人不符合国家或者招标文件规定的资格条件",
  severalBids: "同一投标人提交两个以上不同的投标文件或者投标报价",
  belowCost: "投标报价低于成本",
  aboveCeiling: "投标报价高于招标文件设定的最高投标限价",
  unresponsive: "投标文件没有对招标文件的实质性要求和条件作出响应",
  fraud: "投标人有串通投标、弄虚作假、行贿等违法行为",
};

const ITEM_WORDS: Readonly<Record<string, (text: string) => string>> = {
  signed: () => "投标文件签章",
  attachment: (text) => `提供${text}`,
  single: () => "只有一个有效报价",
  requirement: (text) => text,
  consortium: () => "联合体协议",
  criterion: (text) => text,
  duration: () => "工期（交货期、服务期）",
  quality: (text) => `质量：${text}`,
  validity: (text) => `投标有效期不少于 ${text} 日`,
  bond: (text) => `投标保证金 ${text} 元`,
  conditions: () => "未附加招标人不能接受的条件",
  document: (text) => text,
  honest: () => "未发现串通投标、弄虚作假、行贿",
  ceiling: (text) => `不高于最高投标限价 ${text} 元`,
  arithmetic: () => "报价算术：无错误，或修正已经投标人接受",
  cost: () => "不低于成本",
};

/** An item of the preliminary review in the report's words. */
export function itemWords(terms: CompleteTerms, id: string): string {
  const item = reviewItems(terms).find((one) => one.id === id);
  return item ? (ITEM_WORDS[item.key]?.(item.text) ?? item.text) : id;
}

/** Names a warning, the same through all rechecks. */
export const warningKey = ({ kind, bidId, criterionId, memberId }: Dispersion): string =>
  [kind, bidId.slice(0, 16), criterionId, memberId ?? ""].join(":");

export function warningWords(warning: Dispersion, bidder: string, terms: CompleteTerms, member: number | null): string {
  const criterion = leaves(terms.method).find(({ id }) => id === warning.criterionId)?.name ?? warning.criterionId;
  return warning.kind === "unequal"
    ? `${bidder} ${criterion}：客观项评分不一致`
    : `${bidder} ${criterion}：委员 ${member ?? ""} 号评分偏离均值 ${warning.deviation}%`;
}
