import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { addNotice, dropNotice, lockNotice, noticesInWork } from "@/lib/store/notices";
import { lockTender, saveLot } from "@/lib/store/tenders";
import { listingOf } from "@/lib/usecases/notice/listing";
import { emptyAmendment } from "@/lib/usecases/notice/compose-amendment";
import { contentDigest, jsonOf } from "@/lib/usecases/notice/content-digest";

export const beginAmendmentInput = z.strictObject({ lotId: z.uuid() });

/**
 * Opens the documents of a published lot for change: the draft starts from what is in force. One amendment at a time.
 *
 * @throws {Refusal} STATE_FORBIDS outside the bidding stage, and while another amendment is in work
 */
export async function beginAmendment(
  actor: Actor,
  input: z.infer<typeof beginAmendmentInput>,
): Promise<{ noticeId: string }> {
  const known = await lotById(input.lotId);
  authorise(actor, "document.amend", await relationToLot(actor, known));
  return inTransaction(async (tx) => {
    const tender = await lockTender(tx, known.tenderId);
    const lot = await lockLot(tx, known.id, "update");
    const stage = stageOf(lot, await platformNow(tx));
    const set = await currentSet(lot.id, tx);
    if (stage !== "bidding" || !set) throw new Refusal("STATE_FORBIDS", { state: stage, event: "amend" }, ["R-55"]);
    const busy = (await noticesInWork(tender.id, tx)).some(({ lots }) => lots.some(({ lotId }) => lotId === lot.id));
    if (busy) throw new Refusal("STATE_FORBIDS", { state: "reviewing", event: "amend" }, ["R-61"]);
    await saveLot(tx, lot.id, { terms: set.terms as object, draftVersion: lot.draftVersion + 1 });
    const content = emptyAmendment(tender, lot);
    const notice = await addNotice(tx, {
      tenderId: tender.id,
      type: "amendmentNotice",
      nature: "2",
      state: "draft",
      title: content.title,
      content: jsonOf(content),
      digest: await contentDigest(content),
      createdById: actor.personId!,
      lotIds: [lot.id],
      listing: listingOf(tender, content, []),
    });
    await record(tx, actor, {
      action: "document.amend",
      objectKind: "notice",
      objectId: notice.id,
      lotId: lot.id,
      facts: { step: "begin" },
    });
    return { noticeId: notice.id };
  });
}

export const dropAmendmentInput = z.strictObject({ noticeId: z.uuid() });

/** Gives an amendment up that lies with nobody; the documents in force stay as they are. */
export async function dropAmendment(
  actor: Actor,
  input: z.infer<typeof dropAmendmentInput>,
): Promise<{ lotId: string }> {
  return inTransaction(async (tx) => {
    const notice = await lockNotice(tx, input.noticeId);
    const lotId = notice.lots[0]?.lotId ?? "";
    const known = await lotById(lotId, tx);
    authorise(actor, "document.amend", await relationToLot(actor, known, tx));
    if (notice.type !== "amendmentNotice" || notice.state !== "draft")
      throw new Refusal("STATE_FORBIDS", { state: notice.state, event: "drop" }, ["R-61"]);
    const set = await currentSet(lotId, tx);
    if (set) await saveLot(tx, lotId, { terms: set.terms as object, draftVersion: known.draftVersion + 1 });
    await dropNotice(tx, notice.id);
    await record(tx, actor, {
      action: "document.amend",
      objectKind: "notice",
      objectId: notice.id,
      lotId,
      facts: { step: "drop" },
    });
    return { lotId };
  });
}
