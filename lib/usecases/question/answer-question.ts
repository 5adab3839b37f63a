import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { lockQuestion, questionById, saveAnswer } from "@/lib/store/questions";
import { tellHolder, tellHolders } from "@/lib/usecases/document/tell-holders";

export const answerQuestionInput = z.strictObject({
  questionId: z.uuid(),
  decision: z.enum(["answer", "reject"]).default("answer"),
  answer: z.string().trim().min(1).max(8000),
});

/**
 * Answers a question for everybody at once, without the asker, or declines it with a reason. An answer that
 * changes the documents is no answer but an amendment: it is made there.
 */
export async function answerQuestion(actor: Actor, input: z.infer<typeof answerQuestionInput>): Promise<{ at: Date }> {
  const question = await questionById(input.questionId);
  const known = await lotById(question.lotId);
  authorise(actor, "question.answer", await relationToLot(actor, known));
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, known.id, "share");
    const held = await lockQuestion(tx, question.id);
    const stage = stageOf(lot, await platformNow(tx));
    if (held.state !== "asked") throw new Refusal("STATE_FORBIDS", { state: held.state, event: "answer" }, ["R-57"]);
    if (stage !== "bidding") throw new Refusal("STATE_FORBIDS", { state: stage, event: "answer" }, ["R-57"]);
    const state = input.decision === "answer" ? "answered" : "rejected";
    const at = await saveAnswer(tx, held.id, { state, answer: input.answer, answeredById: actor.personId! });
    await record(tx, actor, {
      action: "question.answer",
      objectKind: "question",
      objectId: held.id,
      lotId: lot.id,
      facts: { decision: input.decision },
    });
    if (state === "answered") await tellHolders(tx, lot, "questionAnswered", {});
    else await tellHolder(tx, lot, held.partyId, "questionRejected", {});
    return { at };
  });
}
