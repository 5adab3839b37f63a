import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { lockBench } from "@/lib/store/benches";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { notify } from "@/lib/store/messages";
import { EVALUATION_LIFECYCLE } from "@/lib/domain/evaluation";
import { mustStep } from "@/lib/domain/lifecycle";
import { tableOf } from "./bench";
import { evaluationFacts } from "./review-steps";

export const requestRecheckInput = z.strictObject({ lotId: z.uuid(), reason: z.string().trim().max(4000) });

/**
 * The tenderee found something in the report and asks the same committee to check again, before any publicity. The
 * report goes back to its committee as a draft: marks may be corrected only one by one, with both values kept, and everybody
 * signs anew.
 */
export async function requestRecheck(actor: Actor, input: z.infer<typeof requestRecheckInput>): Promise<void> {
  const { lotId, reason } = input;
  authorise(actor, "candidates.publish", await relationToLot(actor, await lotById(lotId)));
  await inTransaction(async (tx) => {
    const lot = await lockLot(tx, lotId, "update");
    const committee = await lockBench(tx, lotId);
    if (!committee || !lot.reportSubmittedAt || lot.candidatesFrom || lot.failedAt)
      throw new Refusal("STATE_FORBIDS", { state: "award", event: "recheck" }, ["R-126"]);
    // A notice on its way to a signature would publish what the committee is about to check again.
    const onItsWay = await tx.notice.findFirst({
      where: { type: "candidateNotice", state: { not: "draft" }, lots: { some: { lotId } } },
      select: { id: true },
    });
    if (onItsWay) throw new Refusal("STATE_FORBIDS", { state: "reviewing", event: "recheck" }, ["R-126"]);
    const table = await tableOf(lot, committee, await openedBids(lotId, tx));
    const facts = await evaluationFacts(tx, table, { reason });
    const state = mustStep(EVALUATION_LIFECYCLE, committee.state, "recheck", facts);
    await tx.committee.update({ where: { id: committee.id }, data: { state, submittedAt: null } });
    await tx.lot.update({ where: { id: lotId }, data: { reportSubmittedAt: null } });
    await tx.candidate.deleteMany({ where: { lotId } });
    await tx.reportSignature.deleteMany({ where: { lotId } });
    await tx.evaluationReport.update({
      where: { lotId },
      data: { state: "drafted", pdfFileId: null, submittedAt: null },
    });
    for (const { personId } of committee.members)
      await notify(tx, {
        to: { personId },
        kind: "evaluation.recheck",
        facts: { lot: lot.name, tender: lot.tender.name, reason },
        lotId,
        link: `/room/evaluation/${lotId}`,
        legal: true,
      });
    await record(tx, actor, {
      action: "evaluation.recheck",
      objectKind: "committee",
      objectId: committee.id,
      lotId,
      facts: { reason },
    });
  });
}
