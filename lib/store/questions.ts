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
export async function tieQuestions(
  tx: Tx,
  questionIds: readonly string[],
  lotId: string,
  version: number,
): Promise<void> {
  await tx.question.updateMany({ where: { id: { in: [...questionIds] }, lotId }, data: { setVersion: version } });
}

/** All questions of a lot, by id: an order that tells nothing of who asked when. */
export function questionsOf(lotId: string): Promise<QuestionRow[]> {
  return db().question.findMany({ where: { lotId }, orderBy: { id: "asc" } });
}

export function openQuestions(lotId: string): Promise<QuestionRow[]> {
  return db().question.findMany({ where: { lotId, state: "asked" }, orderBy: { id: "asc" } });
}

export type LotWithQuestions = {
  readonly lotId: string;
  readonly tenderId: string;
  readonly lotName: string;
  readonly tenderName: string;
  readonly deadline: Date | null;
};

/** Lots of a host with questions that wait, before their deadline: the lot, never how many or whose. */
export function openQuestionsOfHost(role: "tenderee" | "agency", partyId: string): Promise<LotWithQuestions[]> {
  const column = role === "tenderee" ? "tenderee_id" : "agency_id";
  return db().$queryRawUnsafe<LotWithQuestions[]>(
    `SELECT l.id AS "lotId", t.id AS "tenderId", l.name AS "lotName", t.name AS "tenderName", l.deadline
       FROM lot l JOIN tender t ON t.id = l.tender_id
      WHERE t.${column} = $1::uuid AND l.deadline > platform_now() AND l.terminated_at IS NULL
        AND EXISTS (SELECT 1 FROM question q WHERE q.lot_id = l.id AND q.state = 'asked')
      ORDER BY l.deadline LIMIT 50`,
    partyId,
  );
}
