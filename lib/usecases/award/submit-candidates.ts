import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { type CANDIDATE_ITEMS, missingCandidateItems, REPORT_CHECKLIST } from "@/lib/domain/award";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { Refusal } from "@/lib/domain/refusal";
import { candidateNoticeEnd } from "@/lib/domain/schedule";
import { beijingTime } from "@/lib/kernel/format";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction, type Tx } from "@/lib/store/db";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { addNotice, originalNotice } from "@/lib/store/notices";
import { lockTender, tenderById } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { contentDigest, jsonOf } from "@/lib/usecases/notice/content-digest";
import { listingOf } from "@/lib/usecases/notice/listing";
import { noticeNumber } from "@/lib/usecases/notice/notice-number";
import { composedState } from "@/lib/usecases/notice/step-notice";
import { partiesOf } from "@/lib/usecases/notice/submit-notice";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import { stepAward } from "./step-award";

export const submitCandidatesInput = z.strictObject({
  lotId: z.uuid(),
  /** Every item of the tenderee's own check of the report. */
  checklist: z.array(z.enum(REPORT_CHECKLIST)),
});

const noticeOfLotInWork = (lotId: string, tx: Tx) =>
  tx.notice.findFirst({
    where: { type: "candidateNotice", publishedAt: null, lots: { some: { lotId } } },
    select: { id: true },
  });

type CandidateRow = {
  readonly rank: number;
  readonly partyId: string;
  readonly digest: string;
  readonly facts: unknown;
};

/**
 * Composes the notice of candidates from the report and hands it to a second person. It is on
 * display from its publication on, by signature like every notice.
 */
export async function submitCandidates(
  actor: Actor,
  input: z.infer<typeof submitCandidatesInput>,
  deps: Deps,
): Promise<{ readonly noticeId: string }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "candidates.publish", await relationToLot(actor, lot));
  const unchecked = REPORT_CHECKLIST.filter((item) => !input.checklist.includes(item));
  if (unchecked.length > 0) throw new Refusal("NOT_READY", { missing: unchecked.join(", ") }, ["R-126"]);
  const candidates = await db().candidate.findMany({ where: { lotId: lot.id }, orderBy: { rank: "asc" } });
  const from = await platformNow();
  const facts = { at: from, unchecked: 0, candidates: candidates.length };
  stepAward(lot, "publish", facts);
  if (candidates.length > 3) throw new Refusal("NOT_READY", { missing: "candidates" }, ["R-123"]);
  const original = await originalNotice(lot.id);
  if (!original) throw new Refusal("STATE_FORBIDS", { state: "preparation", event: "publish" }, ["R-44"]);
  const tender = await tenderById(lot.tenderId);
  const number = await noticeNumber(tender.id, tender.code, "candidateNotice");
  const until = candidateNoticeEnd(from, clockOfLot(lot));
  const source = { number, originalId: original.id, platformUrl: deps.origin, from, until };
  const content = await compose(lot, candidates, source);
  const digest = await contentDigest(content);
  return inTransaction(async (tx) => {
    await lockTender(tx, tender.id);
    const locked = await lockLot(tx, lot.id, "share");
    stepAward(locked, "publish", facts);
    // Sent back to the committee and submitted anew meanwhile: these candidates may no longer be the report's.
    if (locked.reportSubmittedAt?.getTime() !== lot.reportSubmittedAt?.getTime())
      throw new Refusal("STALE", {}, ["R-126"]);
    // Lots of one tender are evaluated side by side: only this lot's own notice in the making stands in the way.
    if (await noticeOfLotInWork(lot.id, tx))
      throw new Refusal("STATE_FORBIDS", { state: "reviewing", event: "publish" }, ["R-137"]);
    const notice = await addNotice(tx, {
      tenderId: tender.id,
      type: "candidateNotice",
      nature: "1",
      state: composedState(actor, content, "submit"),
      title: content.title,
      content: jsonOf(content),
      digest,
      originalId: original.id,
      createdById: actor.personId!,
      lotIds: [lot.id],
      listing: listingOf(tender, content, []),
    });
    await record(tx, actor, {
      action: "candidates.submit",
      objectKind: "notice",
      objectId: notice.id,
      lotId: lot.id,
      afterHash: digest,
    });
    return { noticeId: notice.id };
  });
}

type Source = {
  readonly number: string;
  readonly originalId: string;
  readonly platformUrl: string;
  readonly from: Date;
  readonly until: Date;
};

async function compose(
  lot: LotWithTender,
  candidates: readonly CandidateRow[],
  source: Source,
): Promise<NoticeContent> {
  const tender = await tenderById(lot.tenderId);
  const { tenderee, agency } = await partiesOf(tender);
  const parties = await db().party.findMany({ where: { id: { in: candidates.map(({ partyId }) => partyId) } } });
  const rows = candidates.map((candidate) => {
    const facts = candidate.facts as Partial<Record<(typeof CANDIDATE_ITEMS)[number], string>>;
    const name = parties.find(({ id }) => id === candidate.partyId)!.name;
    const missing = missingCandidateItems({ ...facts, name }, false);
    if (missing.length > 0) throw new Refusal("NOT_READY", { missing: missing.join(", ") }, ["R-138"]);
    const {
      price = "",
      quality = "",
      duration = "",
      evaluation = "",
      manager = "—",
      managerCertificate = "—",
      qualification = "",
    } = facts;
    return [
      String(candidate.rank),
      name,
      price,
      duration,
      quality,
      manager,
      managerCertificate,
      evaluation,
      qualification,
    ];
  });
  return {
    type: "candidateNotice",
    number: source.number,
    title: `${tender.name} ${lot.name}中标候选人公示`,
    originalId: source.originalId,
    tender: { code: tender.code, name: tender.name },
    lots: [{ code: lot.code, name: lot.name }],
    intro: `${tender.name}（${lot.name}）的评标工作已经结束，现将中标候选人公示如下。`,
    sections: [
      {
        heading: "一、中标候选人",
        paragraphs: [],
        rows: [],
        table: {
          head: [
            "排序",
            "中标候选人",
            "投标报价（元）",
            "工期",
            "质量",
            "项目负责人",
            "证书",
            "评标情况",
            "响应资格要求",
          ],
          rows,
        },
      },
      {
        heading: "二、公示期",
        // Reviewed and signed later than composed: only the publication fixes the last instant.
        paragraphs: [
          `自本公示发布之日起不少于三日，不早于 ${beijingTime(source.until)} 止；确切的截止时刻由发布时刻算出，在本平台本标段的进程中公布。`,
        ],
        rows: [],
      },
      {
        heading: "三、提出异议的渠道和方式",
        paragraphs: [
          `投标人或者其他利害关系人对评标结果有异议的，应当在公示期内通过本平台（${source.platformUrl}）提出，招标人自收到之日起三日内答复，答复前暂停招标投标活动。`,
        ],
        rows: [
          { label: "招标人", value: tenderee.name },
          { label: "联系人", value: `${tenderee.contactName} ${tenderee.contactPhone}` },
        ],
      },
    ],
    facts: {
      platformUrl: source.platformUrl,
      tendereeName: tenderee.name,
      ...(agency ? { agencyName: agency.name } : {}),
      objectionName: tenderee.contactName,
      objectionPhone: tenderee.contactPhone,
      publicityFrom: source.from.toISOString(),
      publicityTo: source.until.toISOString(),
      candidatesTo: source.until.toISOString(),
    },
    training: tender.training,
  };
}
