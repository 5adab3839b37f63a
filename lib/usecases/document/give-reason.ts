import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { saveLot } from "@/lib/store/tenders";
import { reasonsOf } from "./check-lot";
import { mustBeEditable } from "./save-section";

export const giveReasonInput = z.strictObject({
  lotId: z.uuid(),
  finding: z.string().min(1).max(200),
  reason: z.string().trim().min(2).max(2000),
});

/** Files the reason for a warning of the compliance check: kept with the lot and in the log. */
export async function giveReason(actor: Actor, input: z.infer<typeof giveReasonInput>): Promise<{ finding: string }> {
  const known = await lotById(input.lotId);
  authorise(actor, "lot.edit", await relationToLot(actor, known));
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, input.lotId, "update");
    await mustBeEditable(tx, lot, null);
    await saveLot(tx, lot.id, { reasons: { ...reasonsOf(lot), [input.finding]: input.reason } });
    await record(tx, actor, {
      action: "document.reason",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { finding: input.finding, reason: input.reason },
    });
    return { finding: input.finding };
  });
}
