import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { itemsOf, missingFindings } from "@/lib/domain/review-items";
import { reviewRows } from "@/lib/store/benches";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { finishedReviews, openClarifications, validBids } from "./review-steps";
import { atBench, bidAt, handedIn, mustBeIn, partOf } from "./bench";

const finding = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  item: z.string().min(1).max(100),
  pass: z.boolean(),
  reason: z.string().trim().max(2000).default(""),
  page: z.string().trim().max(200).default(""),
});
export const saveFindingsInput = z.strictObject({ lotId: z.uuid(), findings: z.array(finding).min(1).max(1000) });

/**
 * A member's own findings of the preliminary review, or of the prices once these are open, kept at once. A failure names its reason and page. Until all
 * have finished nobody changes what it handed in; afterwards, in deliberation, a member may change its mind on record.
 */
export async function saveFindings(
  actor: Actor,
  input: z.input<typeof saveFindingsInput>,
): Promise<{ readonly savedAt: Date }> {
  const { lotId, findings } = saveFindingsInput.parse(input);
  return atBench(actor, lotId, async (tx, bench) => {
    mustBeIn(bench, ["preliminary", "priceReview"], "review");
    const part = partOf(bench);
    const rows = await reviewRows(lotId, bench.committee.members, tx);
    const allFinished = finishedReviews(bench, rows) >= bench.committee.members.length;
    if (handedIn(bench.own, part) && !allFinished)
      throw new Refusal("STATE_FORBIDS", { state: "finished", event: "review" }, ["R-113"]);
    const items = new Set(itemsOf(bench.terms, part).map(({ id }) => id));
    const at = await platformNow(tx);
    for (const { digest, item, pass, reason, page } of findings) {
      bidAt(bench, digest);
      if (!items.has(item)) throw new Refusal("INPUT_INVALID", {}, ["R-113"]);
      if (rows.rejections.some((one) => one.digest === digest))
        throw new Refusal("STATE_FORBIDS", { state: "rejected", event: "review" }, ["R-118"]);
      if (!pass && reason.length < 2) throw new Refusal("REASON_NEEDED", {}, ["R-118"]);
      const data = { pass, reason: reason || null, page: page || null, at };
      const key = { memberId: bench.own.id, digest, item };
      await tx.reviewFinding.upsert({
        where: { memberId_digest_item: key },
        create: { ...key, ...data },
        update: data,
      });
    }
    // Before the end of the review a change is a draft; afterwards it may turn a decision, so it is on record by itself.
    if (allFinished)
      await record(tx, actor, {
        action: "evaluation.changeFinding",
        objectKind: "committee",
        objectId: bench.committee.id,
        lotId,
        facts: {
          member: bench.own.number,
          findings: findings.map(({ item, pass, reason }) => ({ item, pass, reason })),
        },
      });
    return { savedAt: at };
  });
}

export const finishPreliminaryInput = z.strictObject({ lotId: z.uuid() });

/** Hands in a member's findings: whole, and from here on fixed until all have handed in. */
export async function finishPreliminary(
  actor: Actor,
  { lotId }: z.infer<typeof finishPreliminaryInput>,
): Promise<{ readonly waitingFor: number }> {
  return atBench(actor, lotId, async (tx, bench) => {
    mustBeIn(bench, ["preliminary", "priceReview"], "review");
    const part = partOf(bench);
    const { committee, own, terms, bids } = bench;
    if (handedIn(own, part)) throw new Refusal("STATE_FORBIDS", { state: "finished", event: "review" }, ["R-113"]);
    const rows = await reviewRows(lotId, committee.members, tx);
    const digests = validBids(bids, rows.rejections).map(({ digest }) => digest);
    const mine = rows.findings.filter(({ memberId }) => memberId === own.id);
    if (missingFindings(mine, digests, itemsOf(terms, part)) > 0)
      throw new Refusal("NOT_READY", { missing: "findings" }, ["R-113"]);
    const at = await platformNow(tx);
    // A price that its bidder has yet to confirm can be judged by nobody.
    const asked = rows.clarifications.filter(({ kind }) => kind === "arithmetic");
    if (openClarifications({ clarifications: asked }, at) > 0)
      throw new Refusal("NOT_READY", { missing: "clarifications" }, ["R-116"]);
    await tx.committeeMember.update({
      where: { id: own.id },
      data: part === "price" ? { pricesAt: at } : { preliminaryAt: at },
    });
    await record(tx, actor, {
      action: part === "price" ? "evaluation.finishPrices" : "evaluation.finishPreliminary",
      objectKind: "committee",
      objectId: committee.id,
      lotId,
      facts: { member: own.number, failed: mine.filter(({ pass }) => !pass).length },
    });
    return { waitingFor: committee.members.filter((one) => one.id !== own.id && !handedIn(one, part)).length };
  });
}
