import { criteriaOf } from "@/lib/domain/marking";
import type { CriterionTerms } from "@/lib/domain/method-terms";
import { reviewItems } from "@/lib/domain/review-items";
import type { CompleteTerms } from "@/lib/domain/terms";
import { db } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { openedBids } from "@/lib/store/openings";
import { closePreliminary } from "@/lib/usecases/evaluation/close-preliminary";
import { confirmRanking } from "@/lib/usecases/evaluation/confirm-ranking";
import { draftReport, saveReportTexts } from "@/lib/usecases/evaluation/draft-report";
import { finishPreliminary, saveFindings } from "@/lib/usecases/evaluation/save-findings";
import { lockMarks, saveMark } from "@/lib/usecases/evaluation/save-mark";
import { openSigning, prepareReport, signReport } from "@/lib/usecases/evaluation/sign-report";
import { submitReport } from "@/lib/usecases/evaluation/submit-report";
import type { Play } from "../player";
import type { Seated } from "./committee";

export const termsOfLot = async (lotId: string) => (await currentSet(lotId))!.terms as unknown as CompleteTerms;

/** Every member looks at every bid by itself; the chair closes the review. */
export async function review(seats: readonly Seated[], lotId: string): Promise<void> {
  const items = reviewItems(await termsOfLot(lotId));
  const bids = await openedBids(lotId);
  const findings = bids.flatMap(({ digest }) =>
    items.map(({ id }) => ({ digest, item: id, pass: true, reason: "", page: "" })),
  );
  for (const { hand } of seats) {
    await saveFindings(hand.actor, { lotId, findings });
    await finishPreliminary(hand.actor, { lotId });
  }
  await closePreliminary(seats[0]!.hand.actor, { lotId });
}

/** Marks of some members in one phase; with `lock` they hand them in. */
export async function mark(
  seats: readonly Seated[],
  lotId: string,
  phase: "technical" | "business",
  lock: boolean,
): Promise<void> {
  const criteria = criteriaOf((await termsOfLot(lotId)).method, phase);
  const out = await db().rejection.findMany({ where: { lotId }, select: { digest: true } });
  const bids = (await openedBids(lotId)).filter(({ digest }) => !out.some((one) => one.digest === digest));
  for (const { hand, number } of seats) {
    for (const [at, { digest }] of bids.entries())
      for (const [row, criterion] of criteria.entries())
        await saveMark(hand.actor, {
          lotId,
          bid: digest,
          criterion: criterion.id,
          value: value(criterion, at, row, number),
        });
    if (lock) await lockMarks(hand.actor, { lotId, phase });
  }
}

/** Objective marks are the same from everybody; subjective ones differ by half marks round what the bid is worth. */
function value({ max, kind }: CriterionTerms, bid: number, row: number, member: number): string {
  const full = Number(max);
  const worth = full * [0.92, 0.86, 0.81, 0.77][(bid + row) % 4]!;
  const shift = kind === "objective" ? 0 : ((member * 3 + bid * 2 + row) % 5) / 2 - 1;
  return (Math.round(Math.min(full, worth + shift) * 2) / 2).toFixed(2);
}

/** Ranking, report, the signature of every member, and the report handed in. */
export async function report(seats: readonly Seated[], lotId: string, { stage }: Play): Promise<void> {
  const chair = seats[0]!.hand.actor;
  await confirmRanking(chair, { lotId });
  await draftReport(chair, { lotId });
  await saveReportTexts(chair, {
    lotId,
    candidates: 3,
    matters: "签订合同前，请招标人核验中标人项目负责人的在岗承诺和履约担保格式。",
  });
  await openSigning(chair, { lotId }, stage.deps);
  for (const { hand } of seats) {
    const signed = await hand.signOne(await prepareReport(hand.actor, { lotId }, stage.deps));
    await signReport(hand.actor, { lotId, signed }, stage.deps);
  }
  await submitReport(chair, { lotId }, stage.deps);
}
