import type { Actor } from "@/lib/domain/actor";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { noticeTime } from "@/lib/kernel/format";
import type { Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import type { LotWithTender } from "@/lib/store/lots";
import { addNotice, originalNotice, saveNotice } from "@/lib/store/notices";
import { report } from "@/lib/store/outbox";
import type { OrderRow } from "@/lib/store/supervision";
import { partyCards, type TenderWithLots, tenderById } from "@/lib/store/tenders";
import { contentDigest, jsonOf } from "@/lib/usecases/notice/content-digest";
import { listingOf } from "@/lib/usecases/notice/listing";
import { noticeNumber } from "@/lib/usecases/notice/notice-number";
import { noticeRecord } from "@/lib/usecases/notice/notice-record";
import { mediaAt } from "@/lib/usecases/notice/put-into-force";

/**
 * Makes an order public like every notice, in the transaction of the order: it needs nobody's second signature,
 * since the authority has signed it already.
 */
export async function publishOrder(
  tx: Tx,
  actor: Actor,
  lot: LotWithTender,
  order: OrderRow,
  origin: string,
): Promise<string> {
  const tender = await tenderById(lot.tenderId, tx);
  const type = order.kind === "suspend" ? "suspensionNotice" : "resumptionNotice";
  const original = await originalNotice(lot.id, tx);
  const number = await noticeNumber(tender.id, tender.code, type);
  const content = compose(tender, lot, order, {
    type,
    number,
    originalId: original?.id ?? null,
    authority: actor.partyName,
    origin,
  });
  const digest = await contentDigest(content);
  const draft = await addNotice(tx, {
    tenderId: tender.id,
    type,
    nature: "9",
    state: "reviewing",
    title: content.title,
    content: jsonOf(content),
    digest,
    originalId: content.originalId,
    createdById: actor.personId!,
    lotIds: [lot.id],
    listing: listingOf(tender, content, []),
  });
  const media = mediaAt(tender.regionCode, digest, order.at, origin);
  const state = media.some(({ confirmedAt }) => confirmedAt === null) ? "pendingSync" : "published";
  await saveNotice(tx, draft.id, {
    state,
    publishedAt: order.at,
    statementId: order.statementId,
    media: jsonOf(media),
  });
  const parties = await partyCards([tender.tendereeId, tender.agencyId], tx);
  await report(tx, {
    kind: 503,
    op: "create",
    key: draft.id,
    lotId: lot.id,
    payload: noticeRecord({ notice: draft, content, tender, parties, at: order.at, origin }),
    occurredAt: order.at,
  });
  await logEvent(tx, {
    lotId: lot.id,
    tender: { id: tender.code, lot: lot.code },
    kind: "notice",
    hash: digest,
    at: order.at,
  });
  return draft.id;
}

type Frame = Pick<NoticeContent, "type" | "number" | "originalId"> & {
  readonly authority: string;
  readonly origin: string;
};

function compose(tender: TenderWithLots, lot: LotWithTender, order: OrderRow, frame: Frame): NoticeContent {
  const { type, number, originalId, authority, origin } = frame;
  const stops = order.kind === "suspend";
  const effect = stops
    ? "自本决定送达之时起，本标段后续环节暂停；已开始的评标保留现状。截止时间到达时仍处于暂停的，开标顺延，新的截止时间另行公告。投标文件的递交和撤回不受影响。"
    : "本标段的招标投标活动自本决定送达之时起恢复；另有异议未答复的，待答复后继续。";
  return {
    type,
    number,
    title: `${tender.name}${lot.name}${stops ? "暂停公告" : "恢复公告"}`,
    originalId,
    tender: { code: tender.code, name: tender.name },
    lots: [{ code: lot.code, name: lot.name }],
    intro: `${authority}于${noticeTime(order.at)}作出监督决定（${order.number}），${stops ? "责令暂停" : "准予恢复"}本标段的招标投标活动。`,
    sections: [
      { heading: "一、法律依据", rows: [], paragraphs: [order.basis] },
      { heading: "二、事由", rows: [], paragraphs: order.reason.split("\n").filter((line) => line.trim()) },
      { heading: "三、效力", rows: [], paragraphs: [effect] },
    ],
    facts: {
      projectName: tender.project.name,
      authority,
      orderNumber: order.number,
      basis: order.basis,
      reason: order.reason,
      platformUrl: origin,
    },
    training: tender.training,
  };
}
