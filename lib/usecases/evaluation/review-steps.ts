import { twoEnvelopes } from "@/lib/domain/envelopes";
import { missingFindings, itemsOf, failedItems } from "@/lib/domain/review-items";
import {
  EVALUATION_LIFECYCLE,
  type EvaluationEvent,
  type EvaluationFacts,
  type EvaluationState,
  type SignatureState,
} from "@/lib/domain/evaluation";
import { mustStep } from "@/lib/domain/lifecycle";
import { drawsOf } from "@/lib/domain/method-terms";
import { type ReviewRows, reviewRows } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { drawsOfLot } from "@/lib/store/draws";
import { formingFacts } from "@/lib/usecases/committee/forming-facts";
import { type Bench, handedIn, partOf, type Table } from "./bench";

export type Competition = {
  readonly verdict: "sufficient" | "lacking";
  readonly argument: string;
  readonly at: string;
};

/** Bids that were opened and not rejected. */
export const validBids = <B extends { readonly digest: string }>(
  bids: readonly B[],
  rejections: readonly { readonly digest: string }[],
): readonly B[] => bids.filter(({ digest }) => !rejections.some((one) => one.digest === digest));

/** Bids that failed an item by majority and are not rejected yet: the committee has something left to decide. */
export const undecidedBids = ({ bids }: Pick<Bench, "bids">, { findings, rejections }: ReviewRows): readonly string[] =>
  validBids(bids, rejections)
    .map(({ digest }) => digest)
    .filter((digest) => failedItems(findings, digest).length > 0);

/** Asked, not answered, and still in time. */
export const openClarifications = ({ clarifications }: Pick<ReviewRows, "clarifications">, now: Date): number =>
  clarifications.filter(({ answeredAt, dueAt }) => answeredAt === null && now < dueAt).length;

/** Members whose findings of the part at hand are finished and whole. */
export const finishedReviews = (bench: Table, { findings, rejections }: ReviewRows): number =>
  bench.committee.members.filter(
    (member) =>
      handedIn(member, partOf(bench)) !== null &&
      missingFindings(
        findings.filter(({ memberId }) => memberId === member.id),
        validBids(bench.bids, rejections).map(({ digest }) => digest),
        itemsOf(bench.terms, partOf(bench)),
      ) === 0,
  ).length;

/** What the state machine wants to know, read under the committee's lock. */
export async function evaluationFacts(
  tx: Tx,
  bench: Table,
  more: Partial<EvaluationFacts> = {},
): Promise<EvaluationFacts> {
  const { lot, committee, bids, terms } = bench;
  const rows = await reviewRows(lot.id, committee.members, tx);
  const now = await platformNow(tx);
  const drawn = (await drawsOfLot(lot.id, tx)).filter(({ finishedAt }) => finishedAt !== null).map(({ kind }) => kind);
  const signatures = await tx.reportSignature.findMany({ where: { lotId: lot.id } });
  const competition = committee.competition as Competition | null;
  return {
    ...(await formingFacts(tx, lot, committee)),
    reviewed: finishedReviews(bench, rows),
    undecided: undecidedBids(bench, rows).length,
    openClarifications: openClarifications(rows, now),
    validBids: validBids(bids, rows.rejections).length,
    competition: competition?.verdict ?? null,
    argument: competition?.argument ?? "",
    scored: committee.members.filter(({ scoredAt }) => scoredAt !== null).length,
    twoEnvelopes: twoEnvelopes(terms),
    pricesOpened: lot.pricesEndedAt !== null,
    pricesReviewed: committee.pricesReviewedAt !== null,
    missingDraws: drawsOf(terms.method).filter(({ name }) => !drawn.includes(name)).length,
    unresolvedTies: 0,
    candidates: 0,
    signatures: committee.members.map(
      ({ id }) => (signatures.find(({ memberId }) => memberId === id)?.kind ?? "pending") as SignatureState,
    ),
    reason: "",
    ...more,
  };
}

/** Takes one step of the committee's work and keeps it, or throws why it may not be taken. */
export async function advance<T extends Table>(
  tx: Tx,
  bench: T,
  event: EvaluationEvent,
  more: Partial<EvaluationFacts> = {},
): Promise<T> {
  const { committee } = bench;
  const state: EvaluationState = mustStep(
    EVALUATION_LIFECYCLE,
    committee.state,
    event,
    await evaluationFacts(tx, bench, more),
  );
  await tx.committee.update({ where: { id: committee.id }, data: { state } });
  return { ...bench, committee: { ...committee, state } };
}
