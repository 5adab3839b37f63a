import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { openTies } from "@/lib/domain/scoring-ties";
import { record } from "@/lib/store/audit";
import { rechecksOf } from "@/lib/store/benches";
import { advance } from "./review-steps";
import { atBench, mustBeIn, mustLead } from "./bench";
import { resultOf, type Tie } from "./compute-result";

export const resolveTieInput = z.strictObject({
  lotId: z.uuid(),
  /** The level bids in the order the committee sets, separated by commas or as a list. */
  digests: z.union([
    z.array(z.string().regex(/^[0-9a-f]{64}$/)).min(2),
    z
      .string()
      .regex(/^[0-9a-f]{64}(,[0-9a-f]{64})+$/)
      .transform((text) => text.split(",")),
  ]),
  reason: z.string().trim().max(2000),
});

/** Sets bids in order that are level in total, price and technical marks: by the documents' rule, with the reason (EV-8). */
export async function resolveTie(
  actor: Actor,
  { lotId, digests, reason }: z.output<typeof resolveTieInput>,
): Promise<void> {
  await atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    mustBeIn(bench, ["pricing"], "rank");
    if (reason.length < 2) throw new Refusal("REASON_NEEDED", {}, ["R-113"]);
    const result = await resultOf(lotId, tx);
    if (!result) throw new Refusal("NOT_READY", { missing: "scores" }, ["R-113"]);
    const decision: Tie = { digests, reason };
    const before = openTies(result.lines, result.ties).length;
    const ties = [...result.ties, decision];
    // Only bids that really are level can be set in order.
    if (openTies(result.lines, ties).length === before) throw new Refusal("INPUT_INVALID", {}, ["R-113"]);
    await tx.evaluationResult.update({ where: { lotId }, data: { ties: ties as unknown as object[] } });
    await record(tx, actor, {
      action: "evaluation.resolveTie",
      objectKind: "committee",
      objectId: bench.committee.id,
      lotId,
      facts: { digests: [...digests], reason },
    });
  });
}

export const confirmRankingInput = z.strictObject({ lotId: z.uuid() });

/**
 * Ends the consolidation: every recheck is answered, objective marks are equal or their difference was rechecked, no ranks
 * are level.
 */
export async function confirmRanking(actor: Actor, { lotId }: z.infer<typeof confirmRankingInput>): Promise<void> {
  await atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    mustBeIn(bench, ["pricing"], "rank");
    const result = await resultOf(lotId, tx);
    const rechecks = await rechecksOf(lotId, tx);
    if (!result) throw new Refusal("NOT_READY", { missing: "scores" }, ["R-113"]);
    if (rechecks.some(({ answeredAt }) => answeredAt === null))
      throw new Refusal("NOT_READY", { missing: "rechecks" }, ["R-126"]);
    const unjustified = result.warnings.filter(
      ({ kind, bidId, criterionId }) =>
        kind === "unequal" && !rechecks.some((one) => one.digest === bidId && one.criterion === criterionId),
    );
    if (unjustified.length > 0) throw new Refusal("NOT_READY", { missing: "objective" }, ["R-126"]);
    await advance(tx, bench, "rank", { unresolvedTies: openTies(result.lines, result.ties).length });
    await record(tx, actor, {
      action: "evaluation.confirmRanking",
      objectKind: "committee",
      objectId: bench.committee.id,
      lotId,
      facts: { ranking: result.lines.map(({ id, total, rank }) => ({ digest: id, total, rank })) },
    });
  });
}
