import { db } from "@/lib/store/db";
import { askQuestion } from "@/lib/usecases/question/ask-question";
import { answerQuestion } from "@/lib/usecases/question/answer-question";
import type { Play, Step } from "../player";
import type { Production } from "../production";

/** A question to the documents; nobody learns who asked. */
export const ask = (p: Production, { troupe }: Play, at: Date, n: number, bidder: number, text: string): Step => ({
  at,
  what: "提问",
  run: async () => {
    await askQuestion((await troupe.bidder(bidder)).actor, { lotId: p.lotId(n), text });
  },
});

/** Answers the questions of a lot that are open, in the order in which they came. */
export const answer = (p: Production, at: Date, n: number, answers: readonly string[]): Step => ({
  at,
  what: "答疑",
  run: async () => {
    const where = { lotId: p.lotId(n), state: "asked" };
    const open = await db().question.findMany({ where, orderBy: { askedAt: "asc" } });
    for (const [i, words] of answers.entries())
      await answerQuestion(p.host().author.actor, { questionId: open[i]!.id, decision: "answer", answer: words });
  },
});
