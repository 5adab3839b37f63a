import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { addQuestion } from "@/lib/store/questions";
import { currentTerms } from "@/lib/usecases/document/current-terms";

export const askQuestionInput = z.strictObject({
  lotId: z.uuid(),
  text: z.string().trim().min(5).max(4000),
});

/**
 * Puts a question to the documents. Host and public see the words, nobody the asker.
 *
 * @throws {Refusal} TOO_LATE after the instant the documents name
 */
export async function askQuestion(actor: Actor, input: z.infer<typeof askQuestionInput>): Promise<{ id: string }> {
  authorise(actor, "question.ask", "none");
  const { partyId, personId } = actor;
  if (!partyId || !personId) throw new Refusal("NOT_ALLOWED", { action: "question.ask" });
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, input.lotId, "share");
    const now = await platformNow(tx);
    const stage = stageOf(lot, now);
    const terms = await currentTerms(lot.id, tx);
    if (!terms || stage !== "bidding") throw new Refusal("STATE_FORBIDS", { state: stage, event: "ask" }, ["R-57"]);
    const until = new Date(terms.schedule.questionsUntil);
    if (now >= until) throw new Refusal("TOO_LATE", { limit: until }, ["R-57"]);
    const id = await addQuestion(tx, { lotId: lot.id, partyId, personId, text: input.text });
    await record(tx, actor, {
      action: "question.ask",
      objectKind: "question",
      objectId: id,
      lotId: lot.id,
      bidderSide: true,
    });
    const host = lot.tender.agencyId ?? lot.tender.tendereeId;
    const link = `/work/tenders/${lot.tenderId}/lots/${lot.id}/questions`;
    await notify(tx, { to: { partyId: host }, kind: "questionAsked", facts: { lot: lot.name }, lotId: lot.id, link });
    return { id };
  });
}
