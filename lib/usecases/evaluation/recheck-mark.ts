import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { criteriaOf, plainMark, shortMark } from "@/lib/domain/marking";
import { Refusal } from "@/lib/domain/refusal";
import { markFault } from "@/lib/domain/scoring-members";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { atBench, type Bench, bidAt, mustBeIn, mustLead } from "./bench";
import { computeResult } from "./compute-result";

export const askRecheckInput = z.strictObject({
  lotId: z.uuid(),
  /** The member's number at the table. */
  member: z.coerce.number().int().min(1).max(99),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  criterion: z.string().min(1).max(100),
  note: z.string().trim().max(1000).default(""),
});

/** Marks are looked at again in the consolidation, or when the tenderee asked for it, while the report is a draft. */
async function mustBeOpen(tx: Tx, bench: Bench): Promise<void> {
  mustBeIn(bench, ["pricing", "rechecking"], "recheck");
  const report = await tx.evaluationReport.findUnique({ where: { lotId: bench.lot.id }, select: { state: true } });
  if (report && report.state !== "drafted")
    throw new Refusal("STATE_FORBIDS", { state: report.state, event: "recheck" }, ["R-126"]);
}

/** The chair asks a member to look at one mark again; the mark stays until the member answers (R-126, EV-10). */
export async function askRecheck(
  actor: Actor,
  input: z.input<typeof askRecheckInput>,
): Promise<{ readonly recheckId: string }> {
  const { lotId, member: number, digest, criterion, note } = askRecheckInput.parse(input);
  return atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    await mustBeOpen(tx, bench);
    bidAt(bench, digest);
    const member = bench.committee.members.find((one) => one.number === number);
    const place = { memberId: member?.id ?? "", digest, criterion };
    const mark = member ? await tx.score.findUnique({ where: { memberId_digest_criterion: place } }) : null;
    if (!member || !mark) throw new Refusal("INPUT_INVALID", {}, ["R-126"]);
    const open = await tx.markRecheck.findFirst({ where: { ...place, answeredAt: null } });
    if (open) throw new Refusal("STATE_FORBIDS", { state: "asked", event: "recheck" }, ["R-126"]);
    const data = { ...place, lotId, note, before: mark.value, askedAt: await platformNow(tx) };
    const { id } = await tx.markRecheck.create({ data, select: { id: true } });
    await record(tx, actor, {
      action: "evaluation.askRecheck",
      objectKind: "recheck",
      objectId: id,
      lotId,
      facts: { member: number, criterion },
    });
    return { recheckId: id };
  });
}

export const answerRecheckInput = z.strictObject({
  lotId: z.uuid(),
  recheckId: z.uuid(),
  /** The mark that stands: as before, or another. */
  value: z.string().trim().max(20),
  reason: z.string().trim().max(2000),
});

/** The member confirms its mark or corrects it, with the reason; both values are kept and everything is computed anew. */
export async function answerRecheck(
  actor: Actor,
  { lotId, recheckId, value: given, reason }: z.infer<typeof answerRecheckInput>,
): Promise<{ readonly changed: boolean }> {
  return atBench(actor, lotId, async (tx, bench) => {
    await mustBeOpen(tx, bench);
    const recheck = await tx.markRecheck.findUnique({ where: { id: recheckId } });
    if (!recheck || recheck.lotId !== lotId || recheck.memberId !== bench.own.id)
      throw new Refusal("NOT_ALLOWED", { action: "recheck.find" });
    if (recheck.answeredAt) throw new Refusal("STATE_FORBIDS", { state: "answered", event: "recheck" }, ["R-126"]);
    const { method } = bench.terms;
    const criterion = [...criteriaOf(method, "technical"), ...criteriaOf(method, "business")].find(
      ({ id }) => id === recheck.criterion,
    );
    if (!criterion) throw new Refusal("INPUT_INVALID", {}, ["R-113"]);
    const [fault, max] = [markFault(criterion, given), shortMark(criterion.max)];
    if (fault === "step") throw new Refusal("MARK_OFF_STEP", { step: shortMark(criterion.step), max }, ["R-113"]);
    if (fault) throw new Refusal("OUT_OF_RANGE", { min: "0", max }, ["R-113"]);
    if (reason.length < 2) throw new Refusal("REASON_NEEDED", {}, ["R-126"]);
    const [after, at] = [plainMark(given), await platformNow(tx)];
    const changed = after !== recheck.before;
    await tx.markRecheck.update({ where: { id: recheck.id }, data: { after, reason, answeredAt: at } });
    if (changed) {
      const { memberId, digest } = recheck;
      const place = { memberId, digest, criterion: recheck.criterion };
      await tx.score.update({ where: { memberId_digest_criterion: place }, data: { value: after, reason, at } });
      await computeResult(tx, actor, bench);
    }
    await record(tx, actor, {
      action: "evaluation.answerRecheck",
      objectKind: "recheck",
      objectId: recheck.id,
      lotId,
      facts: { member: bench.own.number, criterion: recheck.criterion, before: recheck.before, after, reason },
    });
    return { changed };
  });
}
