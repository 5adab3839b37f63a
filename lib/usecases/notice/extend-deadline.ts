import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { beijingTime } from "@/lib/kernel/format";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { currentSet, type DocumentSetRow, putDraftSet } from "@/lib/store/documents";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { addNotice, type NoticeWithLots, noticesInWork, originalNotice } from "@/lib/store/notices";
import { lockTender, saveLot, tenderById } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { buildSet } from "@/lib/usecases/document/build-set";
import { changedSections, type Changes } from "@/lib/usecases/document/changes";
import { sectionName } from "@/lib/usecases/document/section-names";
import { signedInput } from "@/lib/usecases/signing/accept-signature";
import type { Prepared } from "@/lib/usecases/signing/act";
import { composeAmendment } from "./compose-amendment";
import { contentDigest, jsonOf } from "./content-digest";
import { listingOf } from "./listing";
import { noticeNumber } from "./notice-number";
import { type Extension, offeredExtension } from "./offered-extension";
import { preparePublication } from "./prepare-publication";
import { publishNotice } from "./publish-notice";
import { composedState } from "./step-notice";
import { partiesOf } from "./submit-notice";

export const extensionInput = z.strictObject({ lotId: z.uuid() });
export const extendDeadlineInput = extensionInput.extend({ signed: z.array(signedInput).min(1).max(10) });

/**
 * Makes the amendment that a measured outage offers (protocol §5.5), ready to be signed: the deadline alone moves, by what
 * was lost. Its text is the platform's own, of facts it has measured, so no second person has to read it. Made
 * before and not signed, it is the same again.
 *
 * @throws {Refusal} NOT_READY where nothing was lost that counts, or the deadline has passed; STATE_FORBIDS while another
 *                   notice of the lot is in work
 */
export async function prepareExtension(
  actor: Actor,
  { lotId }: z.infer<typeof extensionInput>,
  deps: Deps,
): Promise<Prepared[]> {
  const lot = await lotById(lotId);
  authorise(actor, "document.amend", await relationToLot(actor, lot));
  const before = await currentSet(lot.id);
  const offer = await offeredExtension(lot, await platformNow());
  if (!offer || !before) throw new Refusal("NOT_READY", { missing: "outage" }, ["R-55"]);
  const ready = extensionInWork(lot, await noticesInWork(lot.tenderId), offer);
  const noticeId = ready?.id ?? (await compose(actor, lot, before, offer, deps));
  return preparePublication(actor, { noticeId }, deps);
}

/** Signed, it is published like every amendment, and everybody who holds the documents is told. */
export async function extendDeadline(
  actor: Actor,
  { lotId, signed }: z.infer<typeof extendDeadlineInput>,
  deps: Deps,
): Promise<{ noticeId: string; publishedAt: Date }> {
  const lot = await lotById(lotId);
  authorise(actor, "document.amend", await relationToLot(actor, lot));
  const offer = await offeredExtension(lot, await platformNow());
  const ready = offer && extensionInWork(lot, await noticesInWork(lot.tenderId), offer);
  if (!ready) throw new Refusal("NOT_READY", { missing: "outage" }, ["R-55"]);
  return publishNotice(actor, { noticeId: ready.id, signed }, deps);
}

/**
 * The one made for this offer; an outage that went on meanwhile offers more, and needs another. What was signed since and
 * leaves the deadline as it is does not: what the amendment names was ground enough.
 */
function extensionInWork(
  lot: LotWithTender,
  inWork: readonly NoticeWithLots[],
  { deadline }: Extension,
): NoticeWithLots | null {
  const own = inWork.filter(({ lots }) => lots.some(({ lotId }) => lotId === lot.id));
  const found = own.find(({ content, state }) => {
    const { facts } = content as unknown as NoticeContent;
    return state === "approved" && facts.extension === "1" && facts.deadline === deadline.toISOString();
  });
  if (!found && own.length > 0) throw new Refusal("STATE_FORBIDS", { state: "reviewing", event: "amend" }, ["R-61"]);
  return found ?? null;
}

async function compose(
  actor: Actor,
  lot: LotWithTender,
  before: DocumentSetRow,
  offer: Extension,
  deps: Deps,
): Promise<string> {
  const tender = await tenderById(lot.tenderId);
  const original = await originalNotice(lot.id);
  if (!original) throw new Refusal("STATE_FORBIDS", { state: "preparation", event: "amend" }, ["R-44"]);
  const old = before.terms as unknown as CompleteTerms;
  const terms: CompleteTerms = { ...old, schedule: { ...old.schedule, deadline: offer.deadline.toISOString() } };
  const version = before.version + 1;
  const summary = reasonOf(lot.deadline!, offer);
  const changes: Changes = {
    ...{ summary, sections: changedSections(old, terms), questionIds: [] },
    ...{ added: [], removed: [], replaced: [] },
  };
  const set = await buildSet(actor, lot, terms, version, deps);
  const composed = composeAmendment(tender, lot, await partiesOf(tender), {
    ...{ number: await noticeNumber(tender.id, tender.code, "amendmentNotice"), version, summary, files: [] },
    ...{ affects: false, sections: changes.sections.map(sectionName) },
    ...{ oldDeadline: lot.deadline!, newDeadline: offer.deadline, platformUrl: deps.origin, contact: terms.contact },
    original: { id: original.id, title: original.title },
  });
  const facts = { ...composed.facts, extension: "1", evidence: offer.evidence.join(",") };
  const content: NoticeContent = { ...composed, facts };
  const digest = await contentDigest(content);
  return inTransaction(async (tx) => {
    await lockTender(tx, lot.tenderId);
    const locked = await lockLot(tx, lot.id, "update");
    const stage = stageOf(locked, await platformNow(tx));
    if (stage !== "bidding") throw new Refusal("STATE_FORBIDS", { state: stage, event: "amend" }, ["R-55"]);
    const inWork = await noticesInWork(lot.tenderId, tx);
    if (inWork.some(({ lots }) => lots.some(({ lotId }) => lotId === lot.id)))
      throw new Refusal("STATE_FORBIDS", { state: "reviewing", event: "amend" }, ["R-61"]);
    await saveLot(tx, lot.id, { terms: jsonOf(terms), draftVersion: locked.draftVersion + 1 });
    const { deadline } = offer;
    const draft = { version, changes: jsonOf(changes), affects: false, deadline, terms: jsonOf(terms), ...set };
    await putDraftSet(tx, { ...draft, lotId: lot.id, createdById: actor.personId! });
    const notice = await addNotice(tx, {
      ...{ tenderId: tender.id, type: "amendmentNotice", nature: "2", state: composedState(actor, content, "decide") },
      ...{ title: content.title, content: jsonOf(content), digest, originalId: content.originalId },
      ...{ createdById: actor.personId!, lotIds: [lot.id], listing: listingOf(tender, content, [terms]) },
    });
    await record(tx, actor, {
      ...{ action: "document.amend", objectKind: "notice", objectId: notice.id, lotId: lot.id, afterHash: digest },
      facts: { step: "extend", lostMs: offer.lostMs, deadline: deadline.toISOString() },
    });
    return notice.id;
  });
}

/** What was measured, and by whom: a single witness is named as what it is, and whoever reads may look up its note. */
const reasonOf = (old: Date, { deadline, lostMs, clock, by, evidence }: Extension): string => {
  const causes = [
    ...(clock ? ["平台时钟与标准时间的偏差超过 1 秒，按规定暂停接收投标文件（以时间源测得）"] : []),
    ...(by.length > 0 ? [`平台不能从外部访问（由见证人 ${by.join("、")} 探测并签名）`] : []),
  ];
  return `原投标截止时间（${beijingTime(old)}）前两小时内，${causes.join("；")}，累计 ${Math.ceil(lostMs / 60_000)} 分钟，已记入透明日志（记录的 SHA-256 摘要：${evidence.join("、")}）。为保证各潜在投标人有同等的递交时间，投标截止时间顺延至 ${beijingTime(deadline)}。招标文件其他内容不变，已递交的投标文件继续有效，可以修改或者撤回。`;
};
