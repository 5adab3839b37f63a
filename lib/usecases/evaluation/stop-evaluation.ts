import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { notify } from "@/lib/store/messages";
import { advance } from "./review-steps";
import { atBench, mustLead } from "./bench";

export const stopEvaluationInput = z.strictObject({ lotId: z.uuid(), reason: z.string().trim().max(4000) });

/** Stops where a flaw of the documents makes evaluation impossible; the tenderee and the supervisor are told. */
export async function stopEvaluation(
  actor: Actor,
  { lotId, reason }: z.infer<typeof stopEvaluationInput>,
): Promise<void> {
  await atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    const { committee, lot } = await advance(tx, bench, "stop", { reason });
    const { tendereeId, agencyId, supervisorId } = lot.tender;
    for (const partyId of [tendereeId, ...(agencyId ? [agencyId] : []), supervisorId])
      await notify(tx, {
        to: { partyId },
        kind: "evaluation.stopped",
        facts: { lot: lot.name, tender: lot.tender.name, reason },
        lotId,
        link: `/work/tenders/lot/${lotId}`,
        legal: true,
      });
    await record(tx, actor, {
      action: "evaluation.stop",
      objectKind: "committee",
      objectId: committee.id,
      lotId,
      facts: { reason },
    });
  });
}
