import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { failures, unexplained } from "@/lib/domain/compliance";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { isComplete } from "@/lib/domain/terms";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { currentSet, putDraftSet } from "@/lib/store/documents";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { lockNotice, noticeById, type NoticeWithLots, originalNotice, saveNotice } from "@/lib/store/notices";
import { type TenderWithLots, tenderById } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { buildSet } from "@/lib/usecases/document/build-set";
import { type Changes, changedFiles, changedSections } from "@/lib/usecases/document/changes";
import { checkLot, reasonsOf } from "@/lib/usecases/document/check-lot";
import { draftTerms } from "@/lib/usecases/document/current-terms";
import { sectionName } from "@/lib/usecases/document/section-names";
import { composeAmendment } from "./compose-amendment";
import { contentDigest, jsonOf } from "./content-digest";
import { mustLeaveTime } from "./leave-time";
import { listingOf } from "./listing";
import { composedState } from "./step-notice";
import { noticeNumber } from "./notice-number";
import { partiesOf } from "./submit-notice";

export const submitAmendmentInput = z.strictObject({
  noticeId: z.uuid(),
  summary: z.string().trim().min(5).max(8000),
  /** Whether the change may affect the making of bids: then fifteen days must remain. */
  affects: z.boolean(),
  questionIds: z.array(z.uuid()).max(200).default([]),
});

/** As it comes from a form: words for yes and no. */
export const submitAmendmentForm = submitAmendmentInput.extend({ affects: z.stringbool() });

/**
 * Hands an amendment to a second person: the new set is made and hashed, its notice composed from what really changed.
 *
 * @throws {Refusal} DEADLINE_TOO_EARLY with the earliest deadline; RULES_BROKEN, REASON_NEEDED from the check;
 *                   NOT_READY where nothing was changed
 */
export async function submitAmendment(
  actor: Actor,
  input: z.infer<typeof submitAmendmentInput>,
  deps: Deps,
): Promise<{ noticeId: string }> {
  const notice = await noticeById(input.noticeId);
  const lot = await lotById(notice.lots[0]?.lotId ?? "");
  authorise(actor, "document.amend", await relationToLot(actor, lot));
  if (notice.type !== "amendmentNotice" || notice.state !== "draft")
    throw new Refusal("STATE_FORBIDS", { state: notice.state, event: "submit" }, ["R-61"]);
  const tender = await tenderById(lot.tenderId);
  const [before, original] = await Promise.all([currentSet(lot.id), originalNotice(lot.id)]);
  if (!before || !original) throw new Refusal("STATE_FORBIDS", { state: "preparation", event: "amend" }, ["R-44"]);
  const terms = checkedTerms(tender, lot);
  const old = before.terms as unknown as CompleteTerms;
  const changes: Changes = {
    summary: input.summary,
    sections: changedSections(old, terms),
    ...changedFiles(old, terms),
    questionIds: input.questionIds,
  };
  if (changes.sections.length === 0) throw new Refusal("NOT_READY", { missing: "changes" }, ["R-61"]);
  const deadline = new Date(terms.schedule.deadline);
  mustLeaveTime(lot, { affects: input.affects, deadline }, await platformNow());
  const version = before.version + 1;
  const set = await buildSet(actor, lot, terms, version, deps);
  const content = composeAmendment(tender, lot, await partiesOf(tender), {
    number: await noticeNumber(tender.id, tender.code, "amendmentNotice", notice.id),
    version,
    summary: input.summary,
    affects: input.affects,
    sections: changes.sections.map(sectionName),
    files: [...changes.added, ...changes.replaced, ...changes.removed.map((name) => `${name}（删除）`)],
    oldDeadline: lot.deadline ?? deadline,
    newDeadline: deadline,
    platformUrl: deps.origin,
    original: { id: original.id, title: original.title },
    contact: terms.contact,
  });
  const draft = { version, changes: jsonOf(changes), affects: input.affects, deadline, terms: jsonOf(terms), ...set };
  await keep(actor, notice, lot, { content, draft, listing: listingOf(tender, content, [terms]) });
  return { noticeId: notice.id };
}

type Kept = {
  readonly content: NoticeContent;
  readonly draft: Omit<Parameters<typeof putDraftSet>[1], "lotId" | "createdById">;
  readonly listing: ReturnType<typeof listingOf>;
};

async function keep(
  actor: Actor,
  notice: NoticeWithLots,
  lot: LotWithTender,
  { content, draft, listing }: Kept,
): Promise<void> {
  const digest = await contentDigest(content);
  await inTransaction(async (tx) => {
    const now = await lockLot(tx, lot.id, "update");
    const held = await lockNotice(tx, notice.id);
    if (held.state !== "draft") throw new Refusal("STATE_FORBIDS", { state: held.state, event: "submit" }, ["R-61"]);
    if (now.draftVersion !== lot.draftVersion) throw new Refusal("STALE", {});
    await putDraftSet(tx, { ...draft, lotId: lot.id, createdById: actor.personId! });
    await saveNotice(tx, notice.id, {
      state: composedState(actor, content, "submit"),
      title: content.title,
      content: jsonOf(content),
      digest,
      originalId: content.originalId,
      createdById: actor.personId!,
      returnReason: null,
      ...listing,
    });
    await record(tx, actor, {
      action: "notice.submit",
      objectKind: "notice",
      objectId: notice.id,
      lotId: lot.id,
      afterHash: digest,
    });
  });
}

/** The draft judged as of the first issue: the periods that began then are not counted anew, R-55 has its own. */
function checkedTerms(tender: TenderWithLots, lot: LotWithTender): CompleteTerms {
  const terms = draftTerms(lot);
  const findings = checkLot(tender, lot, terms, lot.publishedAt!);
  const failed = failures(findings);
  if (failed.length > 0 || !isComplete(terms))
    throw new Refusal("RULES_BROKEN", { count: failed.length }, [...new Set(failed.map(({ rule }) => rule))]);
  const silent = unexplained(findings, reasonsOf(lot));
  if (silent.length > 0) throw new Refusal("REASON_NEEDED", {}, [...new Set(silent.map(({ rule }) => rule))]);
  return terms;
}
