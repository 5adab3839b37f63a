import type { Actor } from "@/lib/domain/actor";
import { compactTime, noticeTime } from "@/lib/kernel/format";
import { groupedYuan, yuan } from "@/lib/kernel/money";
import type { Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { report } from "@/lib/store/outbox";
import { type Announcement, publishAtOnce } from "@/lib/usecases/notice/publish-at-once";
import type { ContractText } from "./contract-terms";

export type SignedContract = {
  readonly number: string;
  readonly priceFen: bigint;
  readonly fields: unknown;
  readonly at: Date;
};

/** Makes the substance of the contract public and reports it to the hub (512). */
export async function announceContract(
  tx: Tx,
  actor: Actor,
  lot: LotWithTender,
  contract: SignedContract,
): Promise<void> {
  const { number, priceFen, at } = contract;
  const text = contract.fields as ContractText;
  const award = await tx.award.findUniqueOrThrow({ where: { lotId: lot.id } });
  const parties = await tx.party.findMany({ where: { id: { in: [lot.tender.tendereeId, award.partyId] } } });
  const nameOf = (id: string) => parties.find((party) => party.id === id);
  const tenderee = nameOf(lot.tender.tendereeId)!;
  const winner = nameOf(award.partyId)!;
  const announcement: Announcement = {
    type: "contractNotice",
    title: `${lot.tender.name}${lot.name}合同公告`,
    intro: `${lot.tender.name}（${lot.name}）的合同已于${noticeTime(at)}由双方签署，现将合同主要内容公告如下。`,
    sections: [
      {
        heading: "一、合同主要内容",
        paragraphs: [],
        rows: [
          { label: "合同编号", value: number },
          { label: "招标人", value: tenderee.name },
          { label: "中标人", value: winner.name },
          { label: "标的", value: text.object },
          { label: "合同价", value: `${groupedYuan(priceFen)} 元` },
          { label: "期限", value: `${text.durationDays} 日历天` },
          { label: "质量", value: text.quality },
          ...(text.manager ? [{ label: "项目负责人", value: text.manager }] : []),
        ],
      },
      {
        heading: "二、投标保证金",
        paragraphs: ["招标人自合同签订之日起五日内，向中标人和未中标的投标人退还投标保证金及银行同期存款利息。"],
        rows: [],
      },
    ],
    facts: { winnerName: winner.name, contractNumber: number, price: yuan(priceFen) },
  };
  await publishAtOnce(tx, actor, lot, { announcement, nature: "1", at });
  await report(tx, {
    kind: 512,
    op: "create",
    key: lot.code,
    lotId: lot.id,
    occurredAt: at,
    payload: {
      BID_SECTION_CODES: [lot.code],
      CONTRACT_NAME: `${lot.tender.name} ${lot.name}`,
      CONTRACT_CODE: number,
      TENDERER_NAME: tenderee.name,
      TENDERER_CODE: tenderee.uscc,
      WIN_BIDDER_NAME: winner.name,
      WIN_BIDDER_CODE: winner.uscc,
      CONTRACT_PRICE: yuan(priceFen),
      CURRENCY_CODE: "156",
      PRICE_UNIT: "0",
      PRICE_FORM_CODE: "1",
      CONTRACT_CONTENT: text.object,
      LIMITE_TIME: text.durationDays,
      QUALITY_REQUIRE: text.quality,
      CONTRACT_SIGN_TIME: compactTime(at),
      SUBMIT_TIME: compactTime(at),
    },
  });
}
