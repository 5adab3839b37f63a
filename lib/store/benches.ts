import type { EvaluationState } from "@/lib/domain/evaluation";
import type {
  BidClarification,
  Committee,
  MarkRecheck,
  Rejection,
  ReviewFinding,
  Score,
} from "@/prisma/generated/client";
import { committeeOfLot, type NamedMember, namedMembers } from "./committees";
import { type Db, db, type Tx } from "./db";

export type BenchRow = Omit<Committee, "state"> & {
  readonly state: EvaluationState;
  /** Members who accepted and were neither recused nor replaced, by their numbers: only what they wrote counts. */
  readonly members: readonly NamedMember[];
};

/** The committee of a lot with its sitting members, or null. */
export async function benchOfLot(lotId: string, on: Db = db()): Promise<BenchRow | null> {
  const committee = await committeeOfLot(lotId, on);
  if (!committee) return null;
  return { ...committee, state: committee.state as EvaluationState, members: await namedMembers(committee.id, on) };
}

/** Locks a lot's committee for the rest of the transaction. The lot first, always. */
export async function lockBench(tx: Tx, lotId: string): Promise<BenchRow | null> {
  await tx.$queryRaw`SELECT id FROM committee WHERE lot_id = ${lotId}::uuid FOR UPDATE`;
  return benchOfLot(lotId, tx);
}

export type ReviewRows = {
  readonly findings: readonly ReviewFinding[];
  readonly rejections: readonly Rejection[];
  readonly clarifications: readonly BidClarification[];
};

/** Everything of the preliminary review; findings of sitting members only. */
export async function reviewRows(lotId: string, members: readonly { readonly id: string }[], on: Db = db()) {
  const findings = await on.reviewFinding.findMany({ where: { memberId: { in: members.map(({ id }) => id) } } });
  const rejections = await on.rejection.findMany({ where: { lotId }, orderBy: { at: "asc" } });
  const clarifications = await on.bidClarification.findMany({ where: { lotId }, orderBy: { askedAt: "asc" } });
  return { findings, rejections, clarifications } satisfies ReviewRows;
}

/** Marks of these members. Whoever asks for more than one member's must know that all are locked. */
export const scoresOf = (memberIds: readonly string[], on: Db = db()): Promise<Score[]> =>
  on.score.findMany({ where: { memberId: { in: [...memberIds] } } });

export const rechecksOf = (lotId: string, on: Db = db()): Promise<MarkRecheck[]> =>
  on.markRecheck.findMany({ where: { lotId }, orderBy: { askedAt: "asc" } });
