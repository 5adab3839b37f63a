import { Refusal } from "@/lib/domain/refusal";
import type { Question } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type QuestionRow = Question;

/** @throws {Refusal} NOT_ALLOWED if there is none */
export async function questionById(questionId: string, on: Db = db()): Promise<QuestionRow> {
  const row = await on.question.findUnique({ where: { id: questionId } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "question.find" });
  return row;
}

/** Locks the question: of two answers at once the second sees that it is answered. */
export async function lockQuestion(tx: Tx, questionId: string): Promise<QuestionRow> {
  await tx.$queryRaw`SELECT id FROM question WHERE id = ${questionId}::uuid FOR UPDATE`;
  return questionById(questionId, tx);
}

export async function addQuestion(
  tx: Tx,
  question: { readonly lotId: string; readonly partyId: string; readonly personId: string; readonly text: string },
): Promise<string> {
  const row = await tx.question.create({
    data: { ...question, state: "asked", askedAt: await platformNow(tx) },
    select: { id: true },
  });
  return row.id;
}

export async function saveAnswer(
  tx: Tx,
  questionId: string,
  answer: { readonly state: "answered" | "rejected"; readonly answer: string; readonly answeredById: string },
): Promise<Date> {
  const at = await platformNow(tx);
  await tx.question.update({ where: { id: questionId }, data: { ...answer, answeredAt: at } });
  return at;
}

/** Ties answered questions to the version that changed the documents because of them. */
export async function tieQuestions(tx: Tx, questionIds: readonly string[], lotId: string, version: number): Promise<void> {
  await tx.question.updateMany({ where: { id: { in: [...questionIds] }, lotId }, data: { setVersion: version } });
}

/** All questions of a lot, by id: an order that tells nothing of who asked when. */
export function questionsOf(lotId: string): Promise<QuestionRow[]> {
  return db().question.findMany({ where: { lotId }, orderBy: { id: "asc" } });
}

export function openQuestions(lotId: string): Promise<QuestionRow[]> {
  return db().question.findMany({ where: { lotId, state: "asked" }, orderBy: { id: "asc" } });
}
