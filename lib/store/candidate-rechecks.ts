import type { CandidateOpinion, CandidateRecheck } from "@/prisma/generated/client";
import { type Db, db, type Tx } from "./db";

export type RecheckRow = CandidateRecheck & { readonly opinions: readonly CandidateOpinion[] };

/** Every time the committee of a lot was asked to look at a candidate again, latest first. */
export const recheckRows = (lotId: string, on: Db = db()): Promise<RecheckRow[]> =>
  on.candidateRecheck.findMany({ where: { lotId }, include: { opinions: true }, orderBy: { at: "desc" } });

/** How many the committee has not answered yet. */
export const openRechecks = (lotId: string, on: Db = db()): Promise<number> =>
  on.candidateRecheck.count({ where: { lotId, outcome: null } });

/** One of this lot; null where there is none. */
export const recheckById = (lotId: string, id: string, on: Db = db()): Promise<RecheckRow | null> =>
  on.candidateRecheck.findFirst({ where: { id, lotId }, include: { opinions: true } });

/** The open one of this bid, or null. */
export const openRecheckOf = (lotId: string, digest: string, on: Db = db()): Promise<CandidateRecheck | null> =>
  on.candidateRecheck.findFirst({ where: { lotId, digest, outcome: null } });

/** Open ones of these lots, with who has spoken. */
export const openRechecksIn = (lotIds: readonly string[]): Promise<RecheckRow[]> =>
  db().candidateRecheck.findMany({ where: { lotId: { in: [...lotIds] }, outcome: null }, include: { opinions: true } });

export const addRecheck = (
  tx: Tx,
  row: Omit<CandidateRecheck, "id" | "outcome" | "closedAt">,
): Promise<CandidateRecheck> => tx.candidateRecheck.create({ data: row });

export async function addOpinion(tx: Tx, row: CandidateOpinion): Promise<void> {
  await tx.candidateOpinion.create({ data: row });
}

export async function closeRecheck(tx: Tx, id: string, outcome: string, closedAt: Date): Promise<void> {
  await tx.candidateRecheck.update({ where: { id }, data: { outcome, closedAt } });
}
