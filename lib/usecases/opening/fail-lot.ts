import type { Actor } from "@/lib/domain/actor";
import { failureSentence } from "@/lib/domain/failure";
import type { RuleId } from "@/lib/domain/rules";
import { record } from "@/lib/store/audit";
import { releaseBonds } from "@/lib/store/bonds-due";
import type { Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { notifyParties } from "@/lib/store/messages";
import { report } from "@/lib/store/outbox";
import { compactTime } from "@/lib/kernel/format";
import { type Announcement, publishAtOnce } from "@/lib/usecases/notice/publish-at-once";

export type Failure = { readonly reason: string; readonly rule: RuleId; readonly at: Date };

/**
 * Ends a lot without a result (流标): fact, public notice, audit entry, messages to everybody concerned and the abnormal
 * report to the hub (517, type 1) in one transaction. What comes next, tendering again, is a new round with its own notice.
 */
export async function failLot(tx: Tx, actor: Actor, lot: LotWithTender, failure: Failure): Promise<void> {
  const { reason, rule, at } = failure;
  await tx.lot.update({ where: { id: lot.id }, data: { failedAt: at, failReason: reason } });
  await record(tx, actor, {
    action: "lot.fail",
    objectKind: "lot",
    objectId: lot.id,
    lotId: lot.id,
    facts: { reason, rule },
  });
  const bids = await tx.bid.findMany({ where: { lotId: lot.id, state: { not: "draft" } }, select: { partyId: true } });
  const { tendereeId, agencyId, supervisorId } = lot.tender;
  const parties = new Set([
    tendereeId,
    supervisorId,
    ...(agencyId ? [agencyId] : []),
    ...bids.map((bid) => bid.partyId),
  ]);
  await notifyParties(tx, parties, {
    kind: "lot.failed",
    facts: { lot: lot.name, tender: lot.tender.name, reason, rule },
    lotId: lot.id,
    link: `/tenders/${lot.tender.code}`,
    legal: true,
  });
  // Bonds of a failed lot go back (R-75, lifecycle of the bond).
  await releaseBonds(tx, lot.id, at);
  await report(tx, {
    kind: 517,
    op: "create",
    key: `${lot.code}-failed-${lot.round}`,
    lotId: lot.id,
    occurredAt: at,
    payload: {
      BID_SECTION_CODES: [lot.code],
      EXCEPITON_NAME: `${lot.tender.name} ${lot.name} 招标失败`,
      EXCEPITON_INFOR: failureSentence(reason),
      EXCEPITON_TYPE: "1",
      SUBMIT_TIME: compactTime(at),
    },
  });
  await publishAtOnce(tx, actor, lot, { announcement: announcement(lot, failure), nature: "9", at });
}

const announcement = (lot: LotWithTender, { reason, rule }: Failure): Announcement => ({
  type: "failureNotice",
  title: `${lot.tender.name}${lot.name}招标失败公告`,
  intro: `${lot.tender.name}（${lot.name}）本次招标失败，现公告如下。`,
  sections: [
    { heading: "一、原因", paragraphs: [failureSentence(reason)], rows: [] },
    {
      heading: "二、后续安排",
      paragraphs: [
        "已递交的投标保证金及其银行同期存款利息予以退还。招标人分析失败原因、采取相应措施后，依法重新招标或者按规定选择其他方式，另行公告。",
      ],
      rows: [],
    },
  ],
  facts: { reason, rule },
});
