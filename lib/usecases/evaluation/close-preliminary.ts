import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import type { EvaluationState } from "@/lib/domain/evaluation";
import { Refusal } from "@/lib/domain/refusal";
import { param } from "@/lib/domain/rules";
import { record } from "@/lib/store/audit";
import { reviewRows } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { advance, type Competition, evaluationFacts, validBids } from "./review-steps";
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

export const closePricesInput = closePreliminaryInput;

/**
 * Ends the review of opened prices (two envelopes): all have handed in, every failed bid is rejected, every question is
 * answered. The prices are computed at once; where rejections left fewer than three bids the committee argues first.
 */
export async function closePrices(
  actor: Actor,
  { lotId }: z.infer<typeof closePricesInput>,
): Promise<{ readonly state: EvaluationState }> {
  return atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    mustBeIn(bench, ["priceReview"], "price");
    const rows = await reviewRows(lotId, bench.committee.members, tx);
    const { reviewed, members, undecided, openClarifications } = await evaluationFacts(tx, bench);
    if (reviewed < members) throw new Refusal("NOT_READY", { missing: "preliminary" }, ["R-113"]);
    if (undecided > 0) throw new Refusal("NOT_READY", { missing: "decisions" }, ["R-118"]);
    if (openClarifications > 0) throw new Refusal("NOT_READY", { missing: "clarifications" }, ["R-115"]);
    const valid = validBids(bench.bids, rows.rejections).length;
    const pricesReviewedAt = await platformNow(tx);
    await tx.committee.update({ where: { id: bench.committee.id }, data: { pricesReviewedAt } });
    const reviewedNow = { ...bench, committee: { ...bench.committee, pricesReviewedAt } };
    // What was argued before the prices were known was argued about other bids.
    const fewer = rows.rejections.some(({ item }) => item.startsWith("price.")) || !bench.committee.competition;
    const argue = valid < param("R-120", "valid") && fewer;
    const settled = argue ? await advance(tx, reviewedNow, "findTooFew") : await settleMarks(tx, actor, reviewedNow);
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
