import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { criteriaOf, needsReason, plainMark, shortMark } from "@/lib/domain/marking";
import { Refusal } from "@/lib/domain/refusal";
import { markFault } from "@/lib/domain/scoring-members";
import { record } from "@/lib/store/audit";
import { reviewRows, scoresOf } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import { openClarifications, validBids } from "./review-steps";
import { atBench, type Bench, mustBeIn } from "./bench";
import { columnAt, columnsOf, phaseOf } from "./columns";
import { settleMarks } from "./settle-marks";

export const saveMarkInput = z.strictObject({
  lotId: z.uuid(),
  /** Key of the column in the member's own grid: digest, or code in a blind part. */
  bid: z.string().min(1).max(64),
  criterion: z.string().min(1).max(100),
  value: z.string().trim().max(20),
  reason: z.string().trim().max(2000).default(""),
  page: z.string().trim().max(200).default(""),
});

/** Own marks of the phase are still open. */
function mustBeUnlocked({ own, committee }: Bench): "technical" | "business" {
  const phase = phaseOf(committee.state);
  const locked = phase === "technical" ? own.technicalAt : own.scoredAt;
  if (!phase || locked) throw new Refusal("STATE_FORBIDS", { state: "locked", event: "score" }, ["R-113"]);
  return phase;
}

/**
 * Keeps one mark of the member's own, at once: a criterion of the documents that members mark in this phase, within
 * its bounds and on its steps. The same mark sent twice, as after a lost connection, is the same mark.
 */
export async function saveMark(
  actor: Actor,
  input: z.input<typeof saveMarkInput>,
): Promise<{ readonly savedAt: Date; readonly value: string }> {
  const { lotId, bid: key, criterion: id, value: given, reason, page } = saveMarkInput.parse(input);
  return atBench(actor, lotId, async (tx, bench) => {
    mustBeIn(bench, ["detailed", "scoring"], "score");
    const phase = mustBeUnlocked(bench);
    const { rejections } = await reviewRows(lotId, bench.committee.members, tx);
    const { bid } = columnAt(await columnsOf(bench, rejections, phase, tx), key);
    const criterion = criteriaOf(bench.terms.method, phase).find((one) => one.id === id);
    if (!criterion) throw new Refusal("INPUT_INVALID", {}, ["R-113"]);
    const fault = markFault(criterion, given);
    const max = shortMark(criterion.max);
    if (fault === "form") throw new Refusal("INPUT_INVALID", {}, ["R-113"]);
    if (fault === "range") throw new Refusal("OUT_OF_RANGE", { min: "0", max }, ["R-113"]);
    if (fault === "step") throw new Refusal("MARK_OFF_STEP", { step: shortMark(criterion.step), max }, ["R-113"]);
    if (needsReason(criterion, given) && reason.length < 2) throw new Refusal("REASON_NEEDED", {}, ["R-113"]);
    const value = plainMark(given);
    const at = await platformNow(tx);
    const data = { value, reason: reason || null, page: page || null, at };
    const place = { memberId: bench.own.id, digest: bid.digest, criterion: id };
    await tx.score.upsert({
      where: { memberId_digest_criterion: place },
      create: { ...place, ...data },
      update: data,
    });
    return { savedAt: at, value };
  });
}

export const lockMarksInput = z.strictObject({ lotId: z.uuid(), phase: z.enum(["technical", "business"]) });

/**
 * Locks the member's own marks of a phase: whole, and from here on fixed. When the last member has locked, the committee
 * goes on by itself; marks of others become visible with the last lock of all, not before (C-5). No mark is locked while a
 * bidder still has time to answer a clarification.
 */
export async function lockMarks(
  actor: Actor,
  { lotId, phase }: z.infer<typeof lockMarksInput>,
): Promise<{ readonly state: string }> {
  return atBench(actor, lotId, async (tx, bench) => {
    mustBeIn(bench, [phase === "technical" ? "detailed" : "scoring"], "lock");
    mustBeUnlocked(bench);
    const { own, committee, terms, bids } = bench;
    const rows = await reviewRows(lotId, committee.members, tx);
    const at = await platformNow(tx);
    if (openClarifications(rows, at) > 0) throw new Refusal("NOT_READY", { missing: "clarifications" }, ["R-115"]);
    const mine = (await scoresOf([own.id], tx)).filter(({ digest }) => bids.some((bid) => bid.digest === digest));
    const sheet = validBids(bids, rows.rejections).flatMap(({ digest }) =>
      criteriaOf(terms.method, phase).map(({ id }) => ({
        criterion: id,
        digest,
        value: mine.find((mark) => mark.digest === digest && mark.criterion === id)?.value ?? "",
      })),
    );
    if (sheet.some(({ value }) => value === "")) throw new Refusal("NOT_READY", { missing: "marks" }, ["R-113"]);
    await tx.committeeMember.update({
      where: { id: own.id },
      data: phase === "technical" ? { technicalAt: at } : { scoredAt: at },
    });
    await record(tx, actor, {
      action: "evaluation.lockMarks",
      objectKind: "committee",
      objectId: committee.id,
      lotId,
      afterHash: statementHash(canonicalBytes(sheet)),
      facts: { member: own.number, phase, marks: sheet.length },
    });
    const { committee: after } = await settleMarks(tx, actor, bench);
    return { state: after.state };
  });
}
