import { heading, paragraph } from "./blocks";
import { type DocumentHead, frameOf, type TenderBlock, tenderFacts } from "./document";
import { capitals, grouped, longDate } from "./format";
import { closeSheet, openSheet } from "./sheet";
import { type SignatureBox, signatureBoxes } from "./signature-boxes";
import { facts, table } from "./table";

/** 合同摘要: the substance of the contract beside the bid. */
export type ContractSummaryData = DocumentHead & {
  readonly tender: TenderBlock;
  readonly contractName: string;
  readonly contractor: { readonly name: string; readonly uscc: string };
  /** Yuan. */
  readonly price: string;
  readonly awardedAt: string;
  readonly due: string;
  /** Each field as in the award, as in the contract, and whether they agree. */
  readonly fields: readonly {
    readonly label: string;
    readonly awarded: string;
    readonly contract: string;
    readonly same: boolean;
  }[];
  readonly clauses: readonly string[];
  readonly signers: readonly SignatureBox[];
};

/** Makes the contract summary. */
export async function contractSummary(data: ContractSummaryData): Promise<Uint8Array> {
  const { tender, contractor } = data;
  const sheet = await openSheet(
    frameOf(data, "合同摘要", `${tender.tenderName} ${tender.lotName}`, tender.tenderee.name),
  );
  facts(sheet, [
    ...tenderFacts(tender),
    ["合同名称", data.contractName],
    ["中标人", `${contractor.name}　${contractor.uscc}`],
    ["合同价", `${grouped(data.price)} 元\n人民币${capitals(data.price)}`],
    ["中标通知", longDate(new Date(data.awardedAt)), "签约截止", longDate(new Date(data.due))],
  ]);
  heading(sheet, "一、与中标结果的比对");
  const columns = [
    { title: "项目", mm: 34 },
    { title: "招标文件与投标文件", mm: null },
    { title: "合同", mm: null },
    { title: "是否一致", mm: 20, align: "center" },
  ] as const;
  table(
    sheet,
    columns,
    data.fields.map(({ label, awarded, contract, same }) => [label, awarded, contract, same ? "一致" : "不一致"]),
  );
  heading(sheet, "二、其他约定");
  if (data.clauses.length === 0) paragraph(sheet, "无。");
  for (const clause of data.clauses) paragraph(sheet, clause, { indent: true });
  heading(sheet, "三、签章", 62);
  signatureBoxes(sheet, data.signers);
  return closeSheet(sheet);
}
