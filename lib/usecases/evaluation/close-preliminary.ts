import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import type { EvaluationState } from "@/lib/domain/evaluation";
import { param } from "@/lib/domain/rules";
import { record } from "@/lib/store/audit";
import { reviewRows } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { advance, type Competition, validBids } from "./review-steps";
import { atBench, type Bench, mustBeIn, mustLead } from "./bench";
import { settleMarks } from "./settle-marks";

export const closePreliminaryInput = z.strictObject({ lotId: z.uuid() });

/**
 * Ends the preliminary review: everybody has handed in, every failed bid is rejected, every clarification answered or
 * overdue. With three valid bids the detailed review begins, with fewer the committee first argues about competition.
 */
export async function closePreliminary(
  actor: Actor,
  { lotId }: z.infer<typeof closePreliminaryInput>,
): Promise<{ readonly state: EvaluationState }> {
  return atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    mustBeIn(bench, ["preliminary"], "detail");
    const { rejections } = await reviewRows(lotId, bench.committee.members, tx);
    const valid = validBids(bench.bids, rejections).length;
    const enough = valid >= param("R-120", "valid");
    const next = await advance(tx, bench, enough ? "detail" : "findTooFew");
    const settled = enough ? await settleMarks(tx, actor, next) : next;
    await noteStage(tx, actor, settled, { valid });
    return { state: settled.committee.state };
  });
}

export const argueCompetitionInput = z.strictObject({
  lotId: z.uuid(),
  verdict: z.enum(["sufficient", "lacking"]),
  argument: z.string().trim().max(8000),
});

/** The committee's argument where fewer than three bids are valid: go on, or reject all. Either way in writing. */
export async function argueCompetition(
  actor: Actor,
  { lotId, verdict, argument }: z.infer<typeof argueCompetitionInput>,
): Promise<{ readonly state: EvaluationState }> {
  return atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    mustBeIn(bench, ["competition"], "argue");
    const at = await platformNow(tx);
    const competition: Competition = { verdict, argument, at: at.toISOString() };
    await tx.committee.update({ where: { id: bench.committee.id }, data: { competition } });
    const argued = { ...bench, committee: { ...bench.committee, competition } };
    const next = await advance(tx, argued, verdict === "sufficient" ? "goOn" : "rejectAll");
    const settled = verdict === "sufficient" ? await settleMarks(tx, actor, next) : next;
    await noteStage(tx, actor, settled, { verdict });
    return { state: settled.committee.state };
  });
}

const noteStage = (tx: Tx, actor: Actor, { committee, lot }: Bench, facts: Record<string, string | number>) =>
  record(tx, actor, {
    action: "evaluation.advance",
    objectKind: "committee",
    objectId: committee.id,
    lotId: lot.id,
    facts: { ...facts, state: committee.state },
  });
