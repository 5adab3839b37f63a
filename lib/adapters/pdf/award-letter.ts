import { gap, paragraph } from "./blocks";
import { type DocumentHead, frameOf, type TenderBlock, tenderFacts } from "./document";
import { capitals, grouped, longDate } from "./format";
import { closeSheet, openSheet } from "./sheet";
import { type SignatureBox, signatureBoxes } from "./signature-boxes";
import { facts } from "./table";

/** 中标通知书 (R-144, R-145; Tendering Law arts. 45, 46). */
export type AwardLetterData = DocumentHead & {
  readonly tender: TenderBlock;
  readonly winner: { readonly name: string; readonly uscc: string };
  readonly openedAt: string;
  /** Yuan. */
  readonly price: string;
  readonly duration: string;
  readonly quality: string;
  readonly manager: string;
  readonly managerCertificate: string;
  /** Last day for the contract, and what the winner has to bring. */
  readonly contractDue: string;
  readonly performanceBond: string;
  readonly remarks: string;
  readonly issuedAt: string;
  readonly signers: readonly SignatureBox[];
};

/** Makes the award letter. */
export async function awardLetter(data: AwardLetterData): Promise<Uint8Array> {
  const { tender, winner } = data;
  const sheet = await openSheet(
    frameOf(data, "中标通知书", `${tender.tenderName} ${tender.lotName}`, tender.tenderee.name),
  );
  paragraph(sheet, `${winner.name}：`);
  paragraph(
    sheet,
    `你方于${longDate(new Date(data.openedAt))}开标的${tender.tenderName}（${tender.lotName}）所递交的投标文件，经评标委员会评审、中标候选人公示，已被我方接受，你方被确定为中标人。`,
    { indent: true },
  );
  gap(sheet, 2);
  facts(sheet, [
    ...tenderFacts(tender),
    ["中标人", `${winner.name}　${winner.uscc}`],
    ["中标价", `${grouped(data.price)} 元\n人民币${capitals(data.price)}`],
    ["工期（交货期）", data.duration, "质量", data.quality],
    ["项目负责人", data.manager, "证书编号", data.managerCertificate],
    ["签约截止", longDate(new Date(data.contractDue)), "履约担保", data.performanceBond],
  ]);
  paragraph(
    sheet,
    `请你方于${longDate(new Date(data.contractDue))}前与我方按照招标文件和你方投标文件订立书面合同，不再订立背离合同实质性内容的其他协议。本通知书对双方具有法律效力；发出后改变中标结果或者放弃中标项目的，依法承担责任。`,
    { indent: true },
  );
  if (data.remarks) paragraph(sheet, data.remarks, { indent: true });
  paragraph(sheet, longDate(new Date(data.issuedAt)), { align: "right" });
  signatureBoxes(sheet, data.signers);
  return closeSheet(sheet);
}
