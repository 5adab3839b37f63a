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

export const reviewNoticeInput = z.strictObject({
  noticeId: z.uuid(),
  decision: z.enum(["approve", "return"]),
  /** Digest of what the reviewer read: approving something else than one read is impossible. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  comment: z.string().trim().max(4000).default(""),
});

/**
 * A second person approves what will be signed, or sends it back with comments (four eyes, R-38).
 *
 * @throws {Refusal} OWN_ENTRY for the author; CONTENT_CHANGED where another text was read; REASON_NEEDED to return
 */
export async function reviewNotice(actor: Actor, input: z.infer<typeof reviewNoticeInput>): Promise<{ state: string }> {
  const known = await noticeById(input.noticeId);
  authorise(actor, "notice.review", relationToTender(actor, await tenderById(known.tenderId)));
  if (input.decision === "return" && !input.comment) throw new Refusal("REASON_NEEDED", {}, ["R-38"]);
  return inTransaction(async (tx) => {
    const notice = await lockNotice(tx, known.id);
    if (notice.createdById === actor.personId) throw new Refusal("OWN_ENTRY", {}, ["R-38"]);
    if (notice.state !== "reviewing" || notice.reviewedById)
      throw new Refusal("STATE_FORBIDS", { state: notice.state, event: input.decision }, ["R-38"]);
    if (notice.digest !== input.digest || (await contentDigest(notice.content as object)) !== input.digest)
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
      await saveNotice(tx, notice.id, { reviewedById: actor.personId });
      await notify(tx, { to: { personId: createdById }, kind: "noticeApproved", facts: { title }, link });
      return { state: "approved" };
    }
    const lots = notice.lots.map(({ lotId }) => lotId);
    for (const lotId of lots) await dropDraftSet(tx, lotId);
    // An amendment keeps its draft, so that its words and the opened editor are not lost; a first notice is composed anew.
    if (notice.type === "amendmentNotice")
      await saveNotice(tx, notice.id, { state: "draft", returnReason: input.comment });
    else await dropNotice(tx, notice.id);
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
