import { gap, paragraph } from "./blocks";
import { type DocumentHead, frameOf, type TenderBlock, tenderFacts } from "./document";
import { capitals, grouped, longDate } from "./format";
import { closeSheet, openSheet } from "./sheet";
import { type SignatureBox, signatureBoxes } from "./signature-boxes";
import { facts } from "./table";

/** 中标结果通知书, to every bidder who did not win. */
export type ResultNoticeData = DocumentHead & {
  readonly tender: TenderBlock;
  readonly to: { readonly name: string; readonly uscc: string };
  readonly winner: { readonly name: string; readonly uscc: string };
  /** Yuan. */
  readonly price: string;
  /** The addressee's own standing, e.g. `第 2 名` or `否决投标`. */
  readonly standing: string;
  /** Reason where the bid was rejected, else empty. */
  readonly reason: string;
  /** How and until when the bid bond is returned. */
  readonly bond: string;
  readonly issuedAt: string;
  readonly signers: readonly SignatureBox[];
};

/** Makes the result notice for one bidder. */
export async function resultNotice(data: ResultNoticeData): Promise<Uint8Array> {
  const { tender, to, winner } = data;
  const sheet = await openSheet(
    frameOf(data, "中标结果通知书", `${tender.tenderName} ${tender.lotName}`, tender.tenderee.name),
  );
  paragraph(sheet, `${to.name}：`);
  paragraph(sheet, `${tender.tenderName}（${tender.lotName}）的中标人已经确定，现将结果通知你方。感谢你方参加投标。`, {
    indent: true,
  });
  gap(sheet, 2);
  facts(sheet, [
    ...tenderFacts(tender),
    ["中标人", `${winner.name}　${winner.uscc}`],
    ["中标价", `${grouped(data.price)} 元\n人民币${capitals(data.price)}`],
    ["你方结果", data.standing],
    ...(data.reason ? [["原因", data.reason] as const] : []),
    ["投标保证金", data.bond],
  ]);
  paragraph(sheet, "你方在评标过程中的其他资料依法保密。对结果有疑问的，可以通过本平台提出。", { indent: true });
  paragraph(sheet, longDate(new Date(data.issuedAt)), { align: "right" });
  signatureBoxes(sheet, data.signers);
  return closeSheet(sheet);
}
