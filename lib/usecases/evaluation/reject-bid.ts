import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { REJECTION_GROUNDS, rejectionFault } from "@/lib/domain/evaluation";
import { Refusal } from "@/lib/domain/refusal";
import { itemsOf, tallyOf } from "@/lib/domain/review-items";
import { record } from "@/lib/store/audit";
import { reviewRows } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import { finishedReviews } from "./review-steps";
import { atBench, bidAt, mustBeIn, mustLead, partOf } from "./bench";

export const rejectBidInput = z.strictObject({
  lotId: z.uuid(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The item that was failed: its votes are the committee's. */
  item: z.string().min(1).max(100),
  ground: z.enum(REJECTION_GROUNDS),
  facts: z.string().trim().max(4000),
});

/**
 * Puts a rejection on record: ground of the law or of the documents, facts, and the members' votes (R-117, R-118). The
 * chair writes it down; the votes decide it.
 */
export async function rejectBid(
  actor: Actor,
  input: z.infer<typeof rejectBidInput>,
): Promise<{ readonly votesFor: number; readonly votesAgainst: number }> {
  return atBench(actor, input.lotId, async (tx, bench) => {
    mustLead(bench);
    mustBeIn(bench, ["preliminary", "priceReview"], "reject");
    const { committee, terms, lot } = bench;
    const bid = bidAt(bench, input.digest);
    const rows = await reviewRows(lot.id, committee.members, tx);
    if (rows.rejections.some(({ digest }) => digest === bid.digest))
      throw new Refusal("STATE_FORBIDS", { state: "rejected", event: "reject" }, ["R-118"]);
    if (finishedReviews(bench, rows) < committee.members.length)
      throw new Refusal("NOT_READY", { missing: "preliminary" }, ["R-118"]);
    const item = itemsOf(terms, partOf(bench)).find(({ id }) => id === input.item);
    if (!item) throw new Refusal("INPUT_INVALID", {}, ["R-113"]);
    const { fail } = tallyOf(rows.findings, bid.digest, item.id);
    const at = await platformNow(tx);
    const documentGround = input.ground === "document" ? item.text : null;
    const fault = rejectionFault({
      ground: input.ground,
      facts: input.facts,
      documentGround,
      documentGrounds: terms.method.rejectionGrounds,
      votesFor: fail,
      members: committee.members.length,
      inquiryClosed: rows.clarifications.some(
        (one) => one.digest === bid.digest && one.kind === "lowPrice" && (one.answeredAt !== null || one.dueAt <= at),
      ),
    });
    if (fault) throw fault;
    const votes = { votesFor: fail, votesAgainst: committee.members.length - fail };
    await tx.rejection.create({
      data: {
        digest: bid.digest,
        lotId: lot.id,
        ground: input.ground,
        item: item.id,
        documentGround,
        facts: input.facts,
        ...votes,
        at,
      },
    });
    await record(tx, actor, {
      action: "evaluation.reject",
      objectKind: "bid",
      objectId: bid.bidId,
      lotId: lot.id,
      facts: { ground: input.ground, item: item.id, ...votes },
    });
    return votes;
  });
}
