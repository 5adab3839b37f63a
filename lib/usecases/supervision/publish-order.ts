import type { Actor } from "@/lib/domain/actor";
import { noticeTime } from "@/lib/kernel/format";
import type { Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import type { OrderRow } from "@/lib/store/supervision";
import { type Announcement, publishAtOnce } from "@/lib/usecases/notice/publish-at-once";

/**
 * Makes an order public like every notice, in the transaction of the order: it needs nobody's second signature,
 * since the authority has signed it already.
 */
export function publishOrder(tx: Tx, actor: Actor, lot: LotWithTender, order: OrderRow): Promise<string> {
  const announcement = compose(lot, order, actor.partyName);
  return publishAtOnce(tx, actor, lot, { announcement, nature: "9", at: order.at });
}

function compose(lot: LotWithTender, order: OrderRow, authority: string): Announcement {
  const stops = order.kind === "suspend";
  const effect = stops
    ? "自本决定送达之时起，本标段后续环节暂停；已开始的评标保留现状。截止时间到达时仍处于暂停的，开标顺延，新的截止时间另行公告。投标文件的递交和撤回不受影响。"
    : "本标段的招标投标活动自本决定送达之时起恢复；另有异议未答复的，待答复后继续。";
  return {
    type: stops ? "suspensionNotice" : "resumptionNotice",
    title: `${lot.tender.name}${lot.name}${stops ? "暂停公告" : "恢复公告"}`,
    intro: `${authority}于${noticeTime(order.at)}作出监督决定（${order.number}），${stops ? "责令暂停" : "准予恢复"}本标段的招标投标活动。`,
    sections: [
      { heading: "一、法律依据", rows: [], paragraphs: [order.basis] },
      { heading: "二、事由", rows: [], paragraphs: order.reason.split("\n").filter((line) => line.trim()) },
      { heading: "三、效力", rows: [], paragraphs: [effect] },
    ],
    facts: { authority, orderNumber: order.number, basis: order.basis, reason: order.reason },
  };
}
