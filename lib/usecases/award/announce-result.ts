import { fen, groupedYuan } from "@/lib/kernel/money";
import type { Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { agreedPrice } from "@/lib/store/price-corrections";
import { report } from "@/lib/store/outbox";
import type { Actor } from "@/lib/domain/actor";
import { type Announcement, publishAtOnce } from "@/lib/usecases/notice/publish-at-once";

/** Makes the result public with the letters and reports it to the hub (513). */
export async function announceResult(tx: Tx, actor: Actor, lot: LotWithTender, at: Date): Promise<void> {
  const award = await tx.award.findUniqueOrThrow({ where: { lotId: lot.id } });
  const winner = await tx.party.findUniqueOrThrow({ where: { id: award.partyId } });
  const opened = await tx.openedBid.findUniqueOrThrow({ where: { digest: award.digest } });
  const price = await agreedPrice(lot.id, opened, tx);
  const form: Record<string, string> = { ...((opened.form ?? {}) as Record<string, string>), price };
  const announcement = compose(lot, winner, award.rank, form);
  const noticeId = await publishAtOnce(tx, actor, lot, { announcement, nature: "1", at });
  await report(tx, {
    kind: 513,
    op: "create",
    key: lot.code,
    lotId: lot.id,
    occurredAt: at,
    payload: {
      BID_SECTION_CODES: [lot.code],
      NOTICE_NAME: announcement.title,
      NOTICE_ID: noticeId,
      WIN_BIDDER_NAME: winner.name,
      WIN_BIDDER_CODE: winner.uscc,
      BID_AMOUNT: price,
      CURRENCY_CODE: "156",
      PRICE_UNIT: "0",
      PROJECT_LEAD: form.manager ?? "",
    },
  });
}

function compose(
  lot: LotWithTender,
  winner: { readonly name: string; readonly uscc: string },
  rank: number,
  form: Readonly<Record<string, string>>,
): Announcement {
  const { price = "0.00", quality = "", manager = "" } = form;
  const rows = [
    { label: "中标人", value: winner.name },
    { label: "统一社会信用代码", value: winner.uscc },
    { label: "中标候选人排序", value: `第 ${rank} 名` },
    { label: "中标价", value: `${groupedYuan(fen(price))} 元` },
    ...(form.duration_days ? [{ label: "工期（交货期、服务期）", value: `${form.duration_days} 日历天` }] : []),
    ...(quality ? [{ label: "质量", value: quality }] : []),
    ...(manager ? [{ label: "项目负责人", value: manager }] : []),
  ];
  return {
    type: "resultNotice",
    title: `${lot.tender.name}${lot.name}中标结果公告`,
    intro: `${lot.tender.name}（${lot.name}）已确定中标人，中标通知书已发出，现将中标结果公告如下。`,
    sections: [
      { heading: "一、中标结果", paragraphs: [], rows },
      {
        heading: "二、合同签订",
        paragraphs: ["招标人和中标人自中标通知书发出之日起三十日内，按照招标文件和中标人的投标文件订立书面合同。"],
        rows: [],
      },
    ],
    facts: { winnerName: winner.name, winnerUscc: winner.uscc, price },
  };
}
