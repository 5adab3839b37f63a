import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { mayDo } from "@/lib/policy/table";
import { platformNow } from "@/lib/store/clock";
import { lotById, relationToLot } from "@/lib/store/lots";
import { type QuestionRow, questionsOf } from "@/lib/store/questions";
import { currentTerms } from "@/lib/usecases/document/current-terms";

export const viewQuestionsInput = z.strictObject({ lotId: z.uuid() });

/** A question as anybody sees it: words and answer, no asker, no instant of asking. */
export type QuestionView = {
  readonly id: string;
  readonly text: string;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
  readonly setVersion: number | null;
  /** Whether the reader's own organisation asked. */
  readonly own: boolean;
};
export type QuestionsView = {
  readonly answered: readonly QuestionView[];
  /** For the host: what waits for an answer. */
  readonly open: readonly QuestionView[];
  /** The reader's own that are unanswered or were declined. */
  readonly mine: readonly (QuestionView & { readonly state: string })[];
  readonly until: Date | null;
  readonly mayAsk: boolean;
  readonly mayAnswer: boolean;
};

/** The questions of a published lot for whoever asks. @throws {Refusal} NOT_ALLOWED before the publication */
export async function viewQuestions(actor: Actor, input: z.infer<typeof viewQuestionsInput>): Promise<QuestionsView> {
  const lot = await lotById(input.lotId);
  if (!lot.publishedAt) throw new Refusal("NOT_ALLOWED", { action: "question.view" });
  const [now, relation, terms, rows] = await Promise.all([
    platformNow(),
    relationToLot(actor, lot),
    currentTerms(lot.id),
    questionsOf(lot.id),
  ]);
  const view = (row: QuestionRow): QuestionView => ({
    id: row.id,
    text: row.text,
    answer: row.answer,
    answeredAt: row.answeredAt,
    setVersion: row.setVersion,
    own: actor.partyId !== null && row.partyId === actor.partyId,
  });
  const bidding = stageOf(lot, now) === "bidding";
  const until = terms ? new Date(terms.schedule.questionsUntil) : null;
  const mayAnswer = mayDo("question.answer", { role: actor.role, relation });
  const byAnswer = (a: QuestionRow, b: QuestionRow) => (b.answeredAt?.getTime() ?? 0) - (a.answeredAt?.getTime() ?? 0);
  const mine = rows.filter(
    ({ partyId, state }) => partyId === actor.partyId && actor.partyId !== null && state !== "answered",
  );
  return {
    answered: rows
      .filter(({ state }) => state === "answered")
      .sort(byAnswer)
      .map(view),
    open: mayAnswer ? rows.filter(({ state }) => state === "asked").map(view) : [],
    mine: mine.map((row) => ({ ...view(row), state: row.state })),
    until,
    mayAsk: bidding && until !== null && now < until && mayDo("question.ask", { role: actor.role, relation }),
    mayAnswer: mayAnswer && bidding,
  };
}
