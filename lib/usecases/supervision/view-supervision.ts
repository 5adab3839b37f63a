import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { flagOf, type LotFlag, STAGES, type Stage, stageOf } from "@/lib/domain/lot";
import { authorise } from "@/lib/policy/authorise";
import { beijingDate } from "@/lib/kernel/calendar";
import { platformNow } from "@/lib/store/clock";
import { lotsUnder, type WatchedLot } from "@/lib/store/supervision";

export const viewSupervisionInput = z.strictObject({
  stage: z.enum(STAGES as [Stage, ...Stage[]]).optional(),
  flag: z.enum(["suspended", "failed", "terminated"]).optional(),
});

export type WatchedLine = {
  readonly lotId: string;
  readonly lotCode: string;
  readonly lotName: string;
  readonly tenderCode: string;
  readonly tenderName: string;
  readonly stage: Stage;
  readonly flag: LotFlag | null;
  readonly deadline: Date | null;
};

/**
 * The supervisor's lots by stage (ux 7.12). Before the deadline: stages and times and nothing else, no number of bids and
 * no hint of one.
 */
export async function viewSupervision(actor: Actor, input: z.infer<typeof viewSupervisionInput>) {
  authorise(actor, "supervision.view", "none");
  const [lots, asOf] = await Promise.all([lotsUnder(actor.partyId ?? ""), platformNow()]);
  const lines = lots.map((lot) => lineOf(lot, asOf));
  const today = beijingDate(asOf);
  const shown = lines.filter(
    ({ stage, flag }) => (!input.stage || stage === input.stage) && (!input.flag || flag === input.flag),
  );
  return {
    asOf,
    running: lines.filter(({ stage }) => stage !== "closed").length,
    suspended: lines.filter(({ flag }) => flag === "suspended").length,
    openingsToday: lines
      .filter(({ deadline }) => deadline && beijingDate(deadline) === today)
      .sort((a, b) => a.deadline!.getTime() - b.deadline!.getTime()),
    stages: STAGES.filter((stage) => stage !== "preparation").map((stage) => ({
      stage,
      count: lines.filter((line) => line.stage === stage).length,
    })),
    lots: shown,
  };
}

export const lineOf = (lot: WatchedLot, now: Date): WatchedLine => ({
  lotId: lot.id,
  lotCode: lot.code,
  lotName: lot.name,
  tenderCode: lot.tender.code,
  tenderName: lot.tender.name,
  stage: stageOf(lot, now),
  flag: flagOf(lot),
  deadline: lot.deadline,
});
