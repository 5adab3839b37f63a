import { beijingTime } from "@/lib/kernel/format";

/** The board in the words of the record, which is a Chinese legal document; pages have their own words in both languages. */
export function boardWords(kind: string, facts: Readonly<Record<string, unknown>>): string {
  const say = WORDS[kind];
  return say ? say(facts) : kind;
}

/** The drawn parameters as documents and record name them. */
export const PARAMETERS: Readonly<Record<string, string>> = { k1: "K1", k2: "K2", q1: "Q1", rate: "下浮率（%）" };

const WORDS: Readonly<Record<string, (facts: Readonly<Record<string, unknown>>) => string>> = {
  closed: ({ count }) => `投标截止，收标声明：共 ${count} 份`,
  tooFew: ({ count, needed }) => `共 ${count} 份，不足 ${needed} 家，不开标`,
  sealCheck: ({ intact, count }) => `封存校验：${count} 份中 ${intact} 份一致，签名有效`,
  window: () => "解密窗口开始",
  released: ({ number }) => `${number} 号已解密`,
  resubmitted: ({ number }) => `${number} 号在补救期内重新提交明文，已加密封存，待开启时比对`,
  resubmissionOpened: ({ number }) => `${number} 号由补救期内重新提交的明文开启，内容与递交时的承诺值一致`,
  resubmissionRefused: ({ number }) => `${number} 号重新提交的内容与递交时的承诺值不一致，不予采用，未开启`,
  remedy: () => "补救期开始",
  frozen: ({ released, count }) => `冻结：${count} 份中 ${released} 份已解密`,
  share: ({ trustee }) => `开启份额：${trustee}`,
  announced: ({ opened }) => `开启完成，公布 ${opened} 份`,
  announcedFirst: ({ opened }) => `第一信封开启完成，公布 ${opened} 份的投标人名称和保证金；报价信封未开启`,
  technicalResult: ({ passed, count }) => `技术评审结果已签署并记入日志：${count} 份中 ${passed} 份通过`,
  pricesSet: ({ at }) => `第二信封（报价）开启时间：${beijingTime(new Date(String(at)))}`,
  announcedPrices: ({ opened }) => `第二信封开启完成，公布 ${opened} 份的报价`,
  drawn: ({ name, value }) => `抽取参数 ${PARAMETERS[String(name)] ?? name} = ${value}`,
  referencePrice: ({ price }) => `公布标底 ${price} 元，仅供评标参考`,
  objected: () => "投标人当场提出异议",
  answered: () => "主持人当场答复异议",
  cause: ({ number, cause }) =>
    `${number} 号未解密，认定为${cause === "lapsed" ? "非投标人原因，视为撤回" : "投标人原因，视为撤销"}`,
  finished: () => "开标结束",
};
