import { heading, paragraph } from "./blocks";
import { type DocumentHead, frameOf, type TenderBlock, tenderFacts } from "./document";
import { capitals, clockTime, grouped, longTime } from "./format";
import { closeSheet, openSheet, type Sheet } from "./sheet";
import { type SignatureBox, signatureBoxes } from "./signature-boxes";
import { type Cell, facts, table } from "./table";

/** 开标记录 (R-104, R-105; Measures art. 32). */
export type OpeningRecordData = DocumentHead & {
  readonly tender: TenderBlock;
  /** Of two envelopes each session has a record of its own; absent: the one session of one envelope. */
  readonly envelope?: "whole" | "first" | "prices";
  readonly title?: string;
  readonly openedAt: string;
  readonly place: string;
  /** Yuan, or null where none is set. */
  readonly ceiling: string | null;
  /** 标底: yuan, or null. */
  readonly baseline: string | null;
  /** All bids of the closing list, in the platform's random order; not opened ones too. */
  readonly bids: readonly OpenedBid[];
  readonly events: readonly { readonly at: string; readonly text: string; readonly logIndex: string | null }[];
  readonly objections: readonly {
    readonly party: string;
    readonly at: string;
    readonly text: string;
    readonly answer: string;
    readonly answeredAt: string | null;
  }[];
  /** K and other parameters drawn in the session, e.g. `["下浮系数 K", "0.97"]`. */
  readonly draws: readonly (readonly [string, string])[];
  /** One sentence on the bidders' confirmations. */
  readonly confirmation: string;
  readonly signers: readonly SignatureBox[];
};

export type OpenedBid = {
  readonly number: number;
  readonly name: string;
  readonly uscc: string;
  /** Null where the bid was not opened. */
  readonly price: string | null;
  readonly duration: string;
  readonly quality: string;
  readonly manager: string;
  readonly bond: string;
  readonly decryptedAt: string | null;
  /** Where it was not opened: how it counts (视为撤销, 视为撤回) and why. */
  readonly notOpened: { readonly verdict: string; readonly cause: string } | null;
};

const COLUMNS = [
  { title: "序号", mm: 11, align: "center" },
  { title: "投标人", mm: 47 },
  { title: "投标报价（元）", mm: 42, align: "right" },
  { title: "工期", mm: 16, align: "center" },
  { title: "质量", mm: 13, align: "center" },
  { title: "保证金", mm: 15, align: "center" },
  { title: "解密", mm: null, align: "center" },
] as const;

/** Makes the opening record; rejected, withdrawn and unopened bids are listed with their cause, never left out. */
export async function openingRecord(data: OpeningRecordData): Promise<Uint8Array> {
  const sheet = await openSheet(
    frameOf(
      data,
      data.title ?? "开标记录",
      `${data.tender.tenderName} ${data.tender.lotName}`,
      data.tender.tenderee.name,
    ),
  );
  facts(sheet, [
    ...tenderFacts(data.tender),
    ["开标时间", longTime(new Date(data.openedAt)), "地点", data.place],
    [
      "最高投标限价",
      data.ceiling ? `${grouped(data.ceiling)} 元` : "不设",
      "标底",
      data.baseline ? `${grouped(data.baseline)} 元` : "不设",
    ],
  ]);
  bidTable(sheet, data);
  unopened(sheet, data.bids);
  course(sheet, data);
  heading(sheet, "六、签章", 62);
  signatureBoxes(sheet, data.signers);
  paragraph(sheet, data.confirmation, { size: 10.5 });
  return closeSheet(sheet);
}

function bidTable(sheet: Sheet, { bids, envelope = "whole" }: OpeningRecordData): void {
  const opened = bids.filter(({ notOpened }) => notOpened === null).length;
  heading(sheet, "一、开标一览表");
  const order = "序号为平台随机排列，与递交先后无关。";
  const received = `投标截止时收到投标文件 ${bids.length} 份`;
  if (envelope === "first")
    paragraph(
      sheet,
      `${received}，开启第一信封 ${opened} 份，公布投标人名称和保证金；报价信封未开启，保持密封，任何人都不能读取。${order}`,
    );
  else if (envelope === "prices")
    paragraph(sheet, `${received}，通过技术评审并开启报价信封 ${opened} 份；其余的报价信封不开启，保持密封。${order}`);
  else paragraph(sheet, `${received}，开启 ${opened} 份。${order}`);
  if (bids.length === 0) return;
  if (envelope === "first") table(sheet, FIRST_COLUMNS, bids.map(firstRow));
  else table(sheet, COLUMNS, bids.map(bidRow));
}

/** A first envelope has no form: names, bond and whether it opened are all that is read out (protocol §2.6). */
const FIRST_COLUMNS = [
  { title: "序号", mm: 11, align: "center" },
  { title: "投标人", mm: null },
  { title: "保证金", mm: 22, align: "center" },
  { title: "解密", mm: 26, align: "center" },
  { title: "第一信封", mm: 26, align: "center" },
] as const;

const firstRow = (bid: OpenedBid): Cell[] => [
  String(bid.number),
  { text: bid.name, small: bid.uscc },
  bid.bond,
  bid.decryptedAt ? clockTime(new Date(bid.decryptedAt)) : "未解密",
  bid.notOpened ? { text: "未开启", small: bid.notOpened.verdict } : "已开启",
];

function bidRow(bid: OpenedBid): Cell[] {
  const price: Cell = bid.price === null ? "" : { text: grouped(bid.price), small: capitals(bid.price) };
  const released: Cell = bid.notOpened
    ? { text: bid.notOpened.verdict === "不开启" ? "已解密" : "未解密", small: bid.notOpened.verdict }
    : bid.decryptedAt
      ? clockTime(new Date(bid.decryptedAt))
      : "";
  return [
    String(bid.number),
    { text: bid.name, small: bid.uscc },
    price,
    bid.duration,
    bid.quality,
    bid.bond,
    released,
  ];
}

function unopened(sheet: Sheet, bids: readonly OpenedBid[]): void {
  heading(sheet, "二、未开启的投标文件");
  const rows = bids.filter(({ notOpened }) => notOpened !== null);
  if (rows.length === 0) {
    paragraph(sheet, "无。");
    return;
  }
  const columns = [
    { title: "序号", mm: 11, align: "center" },
    { title: "投标人", mm: 49 },
    { title: "原因与依据", mm: null },
  ] as const;
  table(
    sheet,
    columns,
    rows.map((bid) => [String(bid.number), bid.name, bid.notOpened!.cause]),
  );
}

function course(sheet: Sheet, { events, objections, draws }: OpeningRecordData): void {
  heading(sheet, "三、开标过程");
  const columns = [
    { title: "时间", mm: 23 },
    { title: "事项", mm: null },
    { title: "透明日志", mm: 27, align: "center" },
  ] as const;
  table(
    sheet,
    columns,
    events.map(({ at, text, logIndex }) => [clockTime(new Date(at)), text, logIndex ?? ""]),
  );
  heading(sheet, "四、开标现场的异议与答复");
  if (objections.length === 0) paragraph(sheet, "无异议。");
  for (const objection of objections) {
    facts(sheet, [
      ["异议人与时间", `${objection.party}，${clockTime(new Date(objection.at))}`],
      ["异议", objection.text],
      ["答复", objection.answeredAt ? `${clockTime(new Date(objection.answeredAt))}　${objection.answer}` : "未答复"],
    ]);
  }
  heading(sheet, "五、随机参数");
  if (draws.length === 0) paragraph(sheet, "本标段评标办法不使用随机参数，未抽取。");
  else
    table(
      sheet,
      [
        { title: "参数", mm: 60 },
        { title: "结果", mm: null },
      ],
      draws.map(([name, value]) => [name, value]),
    );
}
