import type { Actor } from "@/lib/domain/actor";
import { type Stage, stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";

export type OwnLotLine = {
  readonly lotId: string;
  readonly tenderId: string;
  readonly name: string;
  readonly deadline: Date | null;
  readonly stage: Stage;
};

/** Published lots of the actor's own: of a tenderee, agency or supervisor; a bidder's own stand under its bids. */
export async function viewLotsAt(actor: Actor, stages: readonly Stage[]): Promise<readonly OwnLotLine[]> {
  if (!actor.partyId || !["tenderee", "agency", "supervisor"].includes(actor.role))
    throw new Refusal("NOT_ALLOWED", { action: "lot.list" });
  const key = { tenderee: "tendereeId", agency: "agencyId", supervisor: "supervisorId" }[actor.role as "tenderee"];
  const [now, lots] = await Promise.all([
    platformNow(),
    db().lot.findMany({
      where: { publishedAt: { not: null }, tender: { [key]: actor.partyId } },
      include: { tender: { select: { name: true } } },
      orderBy: { deadline: "desc" },
      take: 200,
    }),
  ]);
  return lots
    .map((lot) => ({
      lotId: lot.id,
      tenderId: lot.tenderId,
      name: `${lot.tender.name} ${lot.name}`,
      deadline: lot.deadline,
      stage: stageOf(lot, now),
    }))
    .filter(({ stage }) => stages.includes(stage));
}
