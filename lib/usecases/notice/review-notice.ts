import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { dropDraftSet } from "@/lib/store/documents";
import { notify } from "@/lib/store/messages";
import { dropNotice, lockNotice, noticeById, saveNotice } from "@/lib/store/notices";
import { relationToTender, tenderById } from "@/lib/store/tenders";
import { contentDigest } from "./content-digest";
import { reviewedState } from "./step-notice";

export const reviewNoticeInput = z.strictObject({
  noticeId: z.uuid(),
  decision: z.enum(["approve", "return"]),
  /** Digest of what the reviewer read: approving something else than one read is impossible. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  comment: z.string().trim().max(4000).default(""),
});

/**
 * A second person approves what will be signed, or sends it back with comments (four eyes, R-38); back also what is
 * approved already and cannot be signed any more, because a date of its plan has passed.
 *
 * @throws {Refusal} OWN_ENTRY for the author; CONTENT_CHANGED where another text was read; REASON_NEEDED to return
 */
export async function reviewNotice(actor: Actor, input: z.infer<typeof reviewNoticeInput>): Promise<{ state: string }> {
  const known = await noticeById(input.noticeId);
  authorise(actor, "notice.review", relationToTender(actor, await tenderById(known.tenderId)));
  return inTransaction(async (tx) => {
    const notice = await lockNotice(tx, known.id);
    const seen = { seenDigest: input.digest, reason: input.comment };
    const state = reviewedState(actor, notice, input.decision, seen);
    if ((await contentDigest(notice.content as object)) !== input.digest)
      throw new Refusal("CONTENT_CHANGED", {}, ["R-39"]);
    await record(tx, actor, {
      action: "notice.review",
      objectKind: "notice",
      objectId: notice.id,
      afterHash: input.digest,
      facts: { decision: input.decision, comment: input.comment },
    });
    const { createdById, title } = notice;
    const link = `/work/tenders/${notice.tenderId}/notices/${notice.id}`;
    if (input.decision === "approve") {
      await saveNotice(tx, notice.id, { state, reviewedById: actor.personId });
      await notify(tx, { to: { personId: createdById }, kind: "noticeApproved", facts: { title }, link });
      return { state: "approved" };
    }
    const lots = notice.lots.map(({ lotId }) => lotId);
    for (const lotId of lots) await dropDraftSet(tx, lotId);
    // An amendment keeps its draft, so that its words and the opened editor are not lost; a first notice is composed anew.
    await saveNotice(tx, notice.id, { state, reviewedById: null, returnReason: input.comment });
    if (notice.type !== "amendmentNotice") await dropNotice(tx, notice.id);
    const back = { title, comment: input.comment };
    await notify(tx, {
      to: { personId: createdById },
      kind: "noticeReturned",
      facts: back,
      link: `/work/tenders/${notice.tenderId}`,
    });
    return { state: "returned" };
  });
}
