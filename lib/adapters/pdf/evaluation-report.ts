import { heading, paragraph } from "./blocks";
import { type DocumentHead, frameOf, type TenderBlock, tenderFacts } from "./document";
import { memberScores, type ScoreSheet } from "./evaluation-scores";
import { grouped, longTime } from "./format";
import { closeSheet, openSheet, type Sheet, turn } from "./sheet";
import { type SignatureBox, signatureBoxes } from "./signature-boxes";
import { type Cell, type Column, facts, table } from "./table";

type Row = readonly string[];

/** 评标报告: the ten items of R-124, with draws, warnings, dissent and the argument of R-120. Amounts in yuan. */
export type EvaluationReportData = DocumentHead & {
  readonly tender: TenderBlock;
  /** Item 1: method, place, begin, end and other facts. */
  readonly basics: readonly (readonly [string, string])[];
  /** Item 2. */
  readonly committee: readonly {
    readonly name: string;
    readonly role: string;
    readonly specialty: string;
    readonly origin: string;
  }[];
  /** Item 3; `price` null where the bid was not opened. */
  readonly opened: readonly {
    readonly number: number;
    readonly name: string;
    readonly price: string | null;
    readonly note: string;
  }[];
  /** Item 5; item 4 is everybody in `ranking`. */
  readonly rejected: readonly { readonly name: string; readonly ground: string; readonly reason: string }[];
  /** Item 6. */
  readonly criteria: readonly {
    readonly group: string;
    readonly name: string;
    readonly weight: string;
    readonly standard: string;
  }[];
  /** Item 7. */
  readonly prices: readonly {
    readonly name: string;
    readonly bid: string;
    readonly evaluated: string;
    readonly score: string;
    readonly how: string;
  }[];
  readonly scores: ScoreSheet | null;
  /** Item 8. */
  readonly ranking: readonly {
    readonly rank: number;
    readonly name: string;
    readonly parts: Row;
    readonly total: string;
  }[];
  readonly rankingParts: Row;
  /** Item 9. */
  readonly candidates: readonly {
    readonly rank: number;
    readonly name: string;
    readonly price: string;
    readonly quality: string;
    readonly duration: string;
    readonly manager: string;
  }[];
  readonly matters: readonly string[];
  /** Item 10. */
  readonly clarifications: readonly {
    readonly at: string;
    readonly name: string;
    readonly question: string;
    readonly answer: string;
  }[];
  readonly draws: readonly (readonly [string, string])[];
  readonly warnings: readonly { readonly text: string; readonly decision: string }[];
  readonly dissents: readonly { readonly member: string; readonly text: string }[];
  readonly competition: string | null;
  readonly signers: readonly SignatureBox[];
};

/** Makes the evaluation report; the score sheets of more than seven columns lie on their side. */
export async function evaluationReport(data: EvaluationReportData): Promise<Uint8Array> {
  const sheet = await openSheet(
    frameOf(data, "评标报告", `${data.tender.tenderName} ${data.tender.lotName}`, "评标委员会"),
  );
  facts(sheet, [...tenderFacts(data.tender), ...data.basics]);
  people(sheet, data);
  outcome(sheet, data);
  standards(sheet, data);
  results(sheet, data);
  if (data.scores) memberScores(sheet, data.scores);
  turn(sheet, "portrait");
  closing(sheet, data);
  heading(sheet, "十二、评标委员会签名", 62);
  signatureBoxes(sheet, data.signers);
  return closeSheet(sheet);
}

function listed(sheet: Sheet, title: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
  heading(sheet, title);
  if (rows.length === 0) paragraph(sheet, "无。");
  else table(sheet, columns, rows);
}

function people(sheet: Sheet, { committee, opened }: EvaluationReportData): void {
  listed(
    sheet,
    "一、评标委员会成员",
    [
      { title: "姓名", mm: 28 },
      { title: "职务", mm: 24, align: "center" },
      { title: "专业", mm: null },
      { title: "产生方式", mm: 40 },
    ],
    committee.map(({ name, role, specialty, origin }) => [name, role, specialty, origin]),
  );
  listed(
    sheet,
    "二、开标记录",
    [
      { title: "序号", mm: 12, align: "center" },
      { title: "投标人", mm: null },
      { title: "投标报价（元）", mm: 36, align: "right" },
      { title: "备注", mm: 40 },
    ],
    opened.map(({ number, name, price, note }) => [String(number), name, price ? grouped(price) : "", note]),
  );
}

function outcome(sheet: Sheet, { ranking, rejected, competition }: EvaluationReportData): void {
  heading(sheet, "三、符合要求的投标");
  paragraph(
    sheet,
    ranking.length === 0 ? "无。" : `${ranking.map(({ name }) => name).join("、")}，共 ${ranking.length} 家。`,
  );
  listed(
    sheet,
    "四、否决投标的情况",
    [
      { title: "投标人", mm: 50 },
      { title: "依据", mm: 45 },
      { title: "理由", mm: null },
    ],
    rejected.map(({ name, ground, reason }) => [name, ground, reason]),
  );
  if (competition) paragraph(sheet, `竞争性的论证：${competition}`, { indent: true });
}

function standards(sheet: Sheet, { criteria, prices }: EvaluationReportData): void {
  listed(
    sheet,
    "五、评标标准、方法和因素",
    [
      { title: "类别", mm: 22 },
      { title: "因素", mm: 38 },
      { title: "分值", mm: 16, align: "center" },
      { title: "标准", mm: null },
    ],
    criteria.map(({ group, name, weight, standard }) => [group, name, weight, standard]),
  );
  listed(
    sheet,
    "六、评标价格比较",
    [
      { title: "投标人", mm: 46 },
      { title: "投标报价（元）", mm: 30, align: "right" },
      { title: "评标价（元）", mm: 30, align: "right" },
      { title: "报价得分", mm: 20, align: "center" },
      { title: "计算", mm: null },
    ],
    prices.map(({ name, bid, evaluated, score, how }) => [name, grouped(bid), grouped(evaluated), score, how]),
  );
}

function results(sheet: Sheet, { ranking, rankingParts, candidates, matters }: EvaluationReportData): void {
  const parts = rankingParts.map((title) => ({ title, mm: 22, align: "center" as const }));
  listed(
    sheet,
    "七、排序",
    [
      { title: "名次", mm: 14, align: "center" },
      { title: "投标人", mm: null },
      ...parts,
      { title: "总分", mm: 22, align: "center" },
    ],
    ranking.map(({ rank, name, parts: values, total }) => [String(rank), name, ...values, total]),
  );
  listed(
    sheet,
    "八、推荐的中标候选人",
    [
      { title: "名次", mm: 14, align: "center" },
      { title: "候选人", mm: null },
      { title: "投标报价（元）", mm: 34, align: "right" },
      { title: "质量", mm: 18, align: "center" },
      { title: "工期", mm: 20, align: "center" },
      { title: "项目负责人", mm: 26 },
    ],
    candidates.map(({ rank, name, price, quality, duration, manager }) => [
      String(rank),
      name,
      grouped(price),
      quality,
      duration,
      manager,
    ]),
  );
  paragraph(sheet, `签订合同前要处理的事宜：${matters.length === 0 ? "无。" : matters.join("；")}`);
}

function closing(sheet: Sheet, { clarifications, draws, warnings, dissents }: EvaluationReportData): void {
  listed(
    sheet,
    "九、澄清、说明、补正事项纪要",
    [
      { title: "时间", mm: 34 },
      { title: "投标人", mm: 36 },
      { title: "要求", mm: null },
      { title: "答复", mm: null },
    ],
    clarifications.map(({ at, name, question, answer }) => [longTime(new Date(at)), name, question, answer]),
  );
  listed(
    sheet,
    "十、随机参数与系统提示",
    [
      { title: "事项", mm: null },
      { title: "结果或处理", mm: null },
    ],
    [...draws, ...warnings.map(({ text, decision }) => [text, decision] as const)].map(([name, value]) => [
      name,
      value,
    ]),
  );
  listed(
    sheet,
    "十一、不同意见",
    [
      { title: "成员", mm: 30 },
      { title: "意见和理由", mm: null },
    ],
    dissents.map(({ member, text }) => [member, text]),
  );
}
