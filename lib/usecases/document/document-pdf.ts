import { BOND_FORM_NAMES } from "@/lib/domain/bond";
import type { CriterionTerms, PriceFormula } from "@/lib/domain/method-terms";
import type { NoticeRow, NoticeSection } from "@/lib/domain/notice-content";
import type { CompleteTerms } from "@/lib/domain/terms";
import { noticeTime } from "@/lib/kernel/format";
import { fen, groupedYuan } from "@/lib/kernel/money";
import type { LotWithTender } from "@/lib/store/lots";
import { PLATFORM_NAME } from "@/lib/usecases/notice/notice-pdf";

const row = (label: string, value: string): NoticeRow => ({ label, value });
const section = (heading: string, rows: readonly NoticeRow[], paragraphs: readonly string[] = []): NoticeSection => ({
  heading,
  rows,
  paragraphs,
});
const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim());
const time = (text: string): string => noticeTime(new Date(text));

/** The tender document of a lot as data of the PDF template: from the terms and nothing else (R-39, R-48). */
export function documentPdfData(lot: LotWithTender, terms: CompleteTerms, version: number, at: Date, origin: string) {
  const title = `${lot.tender.name} ${lot.name} 招标文件`;
  return {
    platform: PLATFORM_NAME,
    number: `${lot.code}-${String(version).padStart(3, "0")}`,
    generatedAt: at.toISOString(),
    digest: null,
    verifyUrl: `${origin}/tenders/${lot.tender.code}`,
    training: lot.tender.training,
    title: `${title}（第 ${version} 版）`,
    author: "招标人",
    intro: `本招标文件适用于${lot.tender.name}（招标项目编号 ${lot.tender.code}）${lot.name}（标段编号 ${lot.code}）。${lot.content}`,
    sections: sectionsOf(terms),
    closing: null,
    signers: [],
  };
}

/** The document section by section: text of the PDF, and of the comparison of versions. */
export function sectionsOf(terms: CompleteTerms): NoticeSection[] {
  const { qualification, technical, price, contract, form, bond, schedule, contact, opening } = terms;
  return [
    section(
      "投标人资格要求",
      [row("联合体投标", qualification.consortium ? `接受，成员不超过 ${qualification.consortiumMax} 家` : "不接受")],
      qualification.requirements.map(({ text }, index) => `${index + 1}．${text}`),
    ),
    section(
      "技术要求",
      [row("质量要求", technical.quality)],
      [...lines(technical.requirements), ...lines(technical.standards)],
    ),
    section(
      "投标报价",
      [
        row("最高投标限价", price.ceiling ? `${groupedYuan(fen(price.ceiling))} 元` : price.ceilingMethod),
        row(
          "标底",
          price.referenceCommitment
            ? `设有标底，开标前保密；承诺值 ${price.referenceCommitment}。标底只作参考`
            : "不设",
        ),
        row("文件价格", price.documentFee === "0.00" ? "免费" : `${groupedYuan(fen(price.documentFee))} 元`),
      ],
      lines(price.requirements),
    ),
    methodSection(terms),
    ...(terms.method.price ? [formulaSection(terms.method.price)] : []),
    section(
      "合同主要条款",
      [row("履约保证金", performance(contract.performanceBondBp)), row("付款", contract.payment)],
      lines(contract.mainTerms),
    ),
    section(
      "投标文件的组成",
      [
        ...form.fields.map(({ label, required, hint }) =>
          row(label, `${required ? "必填" : "选填"}${hint ? `，${hint}` : ""}`),
        ),
        ...form.attachments.map(({ label, required }) => row(label, required ? "必须提交" : "可提交")),
      ],
      ["投标文件由技术部分与价格部分组成，分别加密；另须填写开标一览表：投标报价、工期、质量、项目负责人。"],
    ),
    section("投标保证金", bondRows(bond)),
    section(
      "时间安排",
      [
        row("招标文件获取", `${time(schedule.documentsFrom)}至${time(schedule.documentsTo)}前`),
        row("提出疑问", `${time(schedule.questionsUntil)}前`),
        row("投标截止（同时开标）", time(schedule.deadline)),
        row("投标有效期", `自投标截止之日起 ${schedule.validityDays} 日`),
      ],
      ["投标文件须在截止时刻之前完整到达；恰在截止时刻或之后到达的，平台拒收。"],
    ),
    section("开标与解密", [
      row(
        "信封",
        opening.envelopes === 2
          ? "双信封：第一信封为商务及技术文件，第二信封为报价文件；通过技术评审的，另行公布时间开启第二信封"
          : "单信封",
      ),
      row("加密套件", opening.suite === 2 ? "SM4-GCM、SM3（国密）" : "AES-256-GCM、SHA-256"),
      row("解密窗口", `${opening.windowSeconds} 秒，自开标起`),
      row("补救期", `${opening.remedySeconds} 秒，可改用备份密钥、手机或现场电脑`),
      row("补救期内重新提交明文", opening.resubmit ? RESUBMIT : "不允许"),
      row("开启受托方", `${opening.trustees.length} 方，任意 ${opening.k} 方共同开启`),
      row("解密后有效投标不足", opening.failBelow > 0 ? `少于 ${opening.failBelow} 家的，招标失败` : "继续进行"),
    ]),
    section("异议", [
      row("受理人", contact.name),
      row("电话", contact.phone),
      row("电子邮箱", contact.email),
      row("地址", contact.address),
    ]),
  ];
}

const RESUBMIT =
  "允许：密钥全部遗失的，可在补救期内用递交时的同一版文件和内容清单重新加密提交；开启后逐项与递交时的承诺值比对，不一致的不予采用";

const performance = (bp: number): string => (bp === 0 ? "不要求" : `合同金额的 ${(bp / 100).toFixed(2)}%`);

function bondRows(bond: CompleteTerms["bond"]): NoticeRow[] {
  if (!bond.required) return [row("投标保证金", "不要求")];
  return [
    row("金额", `${groupedYuan(fen(bond.amount))} 元`),
    row("形式", bond.forms.map((one) => BOND_FORM_NAMES[one].zh).join("、")),
  ];
}

const KIND = { objective: "客观", subjective: "主观", formula: "公式", passFail: "合格制" } as const;

function methodSection({ method }: CompleteTerms): NoticeSection {
  const name = method.kind === "comprehensiveScoring" ? "综合评估法" : "经评审的最低投标价法";
  const cells = (one: CriterionTerms) => [
    one.parent ? `　${one.name}` : one.name,
    one.max === "0.00" ? "—" : one.max,
    KIND[one.kind],
    one.basis || "—",
    one.evidence || "—",
  ];
  return {
    heading: "评标办法",
    rows: [
      row("评标办法", name),
      row("成员评分汇总", method.aggregation === "mean" ? "算术平均" : "去掉一个最高分和一个最低分后平均"),
    ],
    paragraphs: method.rejectionGrounds.map((ground, index) => `否决投标的情形（${index + 1}）：${ground}`),
    table: { head: ["评审因素", "满分", "性质", "评分标准", "证明材料"], rows: method.criteria.map(cells) },
  };
}

const BENCHMARK = {
  B1: "各有效报价的算术平均值",
  B2: "去掉最高、最低报价后的算术平均值",
  B3: "去掉最高、最低报价后的算术平均值乘以（1－下浮率）",
  B4: "平均值×K1×Q1＋最高投标限价×K2×（1－Q1）",
  B5: "不高于首次平均值的报价的算术平均值",
  B6: "最高投标限价乘以（1－下浮率）",
} as const;

function formulaSection(price: PriceFormula): NoticeSection {
  const list = (name: string, values: readonly string[], unit = "") =>
    values.length === 0
      ? []
      : [row(name, `${values.map((value) => value + unit).join("、")}${values.length > 1 ? "，开标时当众抽取" : ""}`)];
  const score = {
    P1: `偏差率法：高于基准价每 1% 扣 ${price.e1} 分，低于每 1% 扣 ${price.e2} 分，扣完为止`,
    P2: "低价优先：最低报价÷投标报价×满分",
    P3: "线性内插：最低报价得满分，最高报价得零分",
  };
  const detail =
    price.score !== "P1"
      ? []
      : [
          row("评标基准价", BENCHMARK[price.benchmark]),
          ...(price.drop > 0
            ? [row("去高去低", `有效报价不少于 ${price.dropFrom} 个时，各去掉 ${price.drop} 个`)]
            : []),
          ...list("K1", price.k1),
          ...list("K2", price.k2),
          ...list("Q1", price.q1),
          ...list("下浮率", price.rates, "%"),
        ];
  return section("价格分", [
    row("满分", price.full),
    row("计算方法", score[price.score]),
    ...detail,
    row("保留小数", String(price.places)),
  ]);
}
