import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { addNotice, originalNotice, unpublishedNotice } from "@/lib/store/notices";
import { type LotRow, lockTender, relationToTender, type TenderWithLots, tenderById } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import type { Parties } from "./compose-tender-notice";
import { contentDigest, jsonOf } from "./content-digest";
import { listingOf } from "./listing";
import { composedState } from "./step-notice";
import { noticeNumber } from "./notice-number";
import { partiesOf } from "./submit-notice";

export const submitTerminationInput = z.strictObject({
  tenderId: z.uuid(),
  lotIds: z.array(z.uuid()).min(1).max(50),
  reason: z.string().trim().min(10).max(4000),
});

/**
 * Drafts the termination of some lots and hands it to a second person. It takes force only when its notice is
 * signed and published, like every other.
 *
 * @throws {Refusal} STATE_FORBIDS for a lot that was never published or has its award letters out
 */
export async function submitTermination(
  actor: Actor,
  input: z.infer<typeof submitTerminationInput>,
  deps: Deps,
): Promise<{ noticeId: string }> {
  const tender = await tenderById(input.tenderId);
  authorise(actor, "tender.terminate", relationToTender(actor, tender));
  const lots = tender.lots.filter(({ id }) => input.lotIds.includes(id));
  if (lots.length !== input.lotIds.length) throw new Refusal("NOT_ALLOWED", { action: "lot.find" });
  for (const lot of lots) mustBeTerminable(lot);
  const original = await originalNotice(lots[0]!.id);
  // A termination that names no notice would stand in the air.
  if (!original) throw new Refusal("STATE_FORBIDS", { state: "preparation", event: "terminate" }, ["R-44"]);
  const number = await noticeNumber(tender.id, tender.code, "terminationNotice");
  const source = { number, reason: input.reason, platformUrl: deps.origin, original };
  const content = compose(tender, await partiesOf(tender), lots, source);
  const digest = await contentDigest(content);
  return inTransaction(async (tx) => {
    await lockTender(tx, tender.id);
    if (await unpublishedNotice(tender.id, "terminationNotice", tx))
      throw new Refusal("STATE_FORBIDS", { state: "reviewing", event: "terminate" }, ["R-152"]);
    const notice = await addNotice(tx, {
      tenderId: tender.id,
      type: "terminationNotice",
      nature: "9",
      state: composedState(actor, content, "submit"),
      title: content.title,
      content: jsonOf(content),
      digest,
      originalId: original.id,
      createdById: actor.personId!,
      lotIds: input.lotIds,
      listing: listingOf(tender, content, []),
    });
    await record(tx, actor, { action: "notice.submit", objectKind: "notice", objectId: notice.id, afterHash: digest });
    return { noticeId: notice.id };
  });
}

/** A lot can be terminated from its publication until the award letters are out. */
export function mustBeTerminable(lot: LotRow): void {
  const state = lot.terminatedAt ? "terminated" : lot.failedAt ? "failed" : lot.noticeSentAt ? "contract" : null;
  if (!lot.publishedAt) throw new Refusal("STATE_FORBIDS", { state: "preparation", event: "terminate" }, ["R-152"]);
  if (state) throw new Refusal("STATE_FORBIDS", { state, event: "terminate" }, ["R-152"]);
}

type Source = {
  readonly number: string;
  readonly reason: string;
  readonly platformUrl: string;
  readonly original: { readonly id: string; readonly title: string };
};

function compose(
  tender: TenderWithLots,
  { tenderee, agency }: Parties,
  lots: readonly LotRow[],
  source: Source,
): NoticeContent {
  const names = lots.map(({ name, code }) => `${name}（${code}）`).join("、");
  return {
    type: "terminationNotice",
    number: source.number,
    title: `${tender.name}终止公告`,
    originalId: source.original.id,
    tender: { code: tender.code, name: tender.name },
    lots: lots.map(({ code, name }) => ({ code, name })),
    intro: `${source.original.title}已发布。现决定终止${names}的招标。`,
    sections: [
      { heading: "一、终止原因", rows: [], paragraphs: source.reason.split("\n").filter((line) => line.trim()) },
      {
        heading: "二、后续事项",
        rows: [],
        paragraphs: [
          "自本公告发布之时起，平台不再接收投标文件；已递交的投标文件不予开启。",
          "已收取的招标文件费用、投标保证金及银行同期存款利息将予退还。已获取招标文件的主体另行收到通知。",
        ],
      },
      {
        heading: "三、联系方式",
        rows: [
          { label: "招标人", value: `${tenderee.name}　${tenderee.contactName}　${tenderee.contactPhone}` },
          ...(agency
            ? [{ label: "招标代理机构", value: `${agency.name}　${agency.contactName}　${agency.contactPhone}` }]
            : []),
        ],
        paragraphs: [],
      },
    ],
    facts: {
      projectName: tender.project.name,
      tendereeName: tenderee.name,
      agencyName: agency?.name ?? "",
      platformUrl: source.platformUrl,
      reason: source.reason,
    },
    training: tender.training,
  };
}
