import type { Section, Terms } from "./terms";

/**
 * Phrases of the seven forms of unreasonable restriction: region, ownership, designated brand, particular awards.
 * A hit is a question to the drafter, who gives a reason or changes the words.
 */
const PHRASES: readonly RegExp[] = [
  /仅限本(?:省|市|地|区|县)企业/,
  /(?:须|应|必须)(?:为|是)本(?:省|市|地|区|县)(?:注册|登记)?(?:的)?企业/,
  /在本(?:省|市|地|区|县)(?:设有|设立)(?:分公司|子公司|办事处)/,
  /本(?:省|市|地)(?:业绩|奖项)/,
  /(?:仅限|必须为|限)(?:国有|国企|央企|上市)(?:企业|公司)?/,
  /指定(?:品牌|厂家|供应商|产地|专利)/,
  /(?:采用|使用|选用)[^，。；\n]{1,20}(?:牌|品牌)(?:产品)?/,
  /原厂授权|厂家授权函/,
  /注册资本(?:金)?(?:不低于|不少于|须达)/,
];

/** Sections whose text the bidder is judged by. */
const LOOKED_AT: readonly Section[] = ["qualification", "technical", "method", "contract"];

export function restrictiveWords(terms: Terms): readonly { readonly section: Section; readonly word: string }[] {
  return LOOKED_AT.flatMap((section) => {
    const text = JSON.stringify(terms[section] ?? "");
    return PHRASES.flatMap((phrase) => {
      const hit = phrase.exec(text);
      return hit ? [{ section, word: hit[0] }] : [];
    });
  });
}
