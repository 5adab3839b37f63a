import type { Actor } from "@/lib/domain/actor";
import { flagOf, type LotFlag, type Stage, stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";

export type EvaluationLine = {
  readonly lotId: string;
  readonly tenderId: string;
  readonly name: string;
  readonly tenderName: string;
  readonly deadline: Date | null;
  readonly stage: Stage;
  readonly flag: LotFlag | null;
  /** State of the committee; null: none is formed. */
  readonly committee: string | null;
  readonly accepted: number;
  readonly size: number;
};

/** The host's published lots with how far committee and evaluation are; those nearest to it first. */
export async function viewLotsInEvaluation(actor: Actor): Promise<readonly EvaluationLine[]> {
  if (actor.role === "public") throw new Refusal("SIGN_IN_NEEDED", {});
  if (!actor.partyId || (actor.role !== "tenderee" && actor.role !== "agency"))
    throw new Refusal("NOT_ALLOWED", { action: "committee.form" });
  const key = actor.role === "tenderee" ? "tendereeId" : "agencyId";
  const [now, lots] = await Promise.all([
    platformNow(),
    db().lot.findMany({
      where: { publishedAt: { not: null }, tender: { [key]: actor.partyId } },
      include: { tender: { select: { name: true } } },
      orderBy: { deadline: "desc" },
      take: 200,
    }),
  ]);
  const committees = await db().committee.findMany({
    where: { lotId: { in: lots.map(({ id }) => id) } },
    include: { members: { where: { state: "accepted" }, select: { id: true } } },
  });
  const lines = lots.map((lot): EvaluationLine => {
    const committee = committees.find(({ lotId }) => lotId === lot.id);
    return {
      lotId: lot.id,
      tenderId: lot.tenderId,
      name: lot.name,
      tenderName: lot.tender.name,
      deadline: lot.deadline,
      stage: stageOf(lot, now),
      flag: flagOf(lot),
      committee: committee?.state ?? null,
      accepted: committee?.members.length ?? 0,
      size: committee?.size ?? 0,
    };
  });
  const ended = ({ stage, committee }: EvaluationLine) => stage === "closed" && committee === null;
  return lines.filter((line) => !ended(line));
}
