import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";

export const stateReasonInput = z.strictObject({ lotId: z.uuid(), reason: z.string().trim().min(4).max(500) });

/** One reason opens a lot for this long; then it is asked again. */
const HOLDS_MS = 30 * 60_000;
const LOOK = "supervision.look";

/** A supervisor says why it looks into a lot; the reason is in the record, where the auditor reads it (R-159, ux 7.12). */
export async function stateReason(
  actor: Actor,
  { lotId, reason }: z.infer<typeof stateReasonInput>,
): Promise<{ readonly noted: true }> {
  const lot = await lotById(lotId);
  authorise(actor, "supervision.order", await relationToLot(actor, lot));
  return inTransaction(async (tx) => {
    const entry = { objectKind: "lot", objectId: lotId, lotId: null, facts: { lot: lot.code, reason } };
    await record(tx, actor, { action: LOOK, ...entry });
    return { noted: true };
  });
}

/**
 * After the announcement a supervisor sees everything by right, but not without having said why (ux 7.12). Before it there
 * is nothing to see that would need a reason.
 *
 * @throws {Refusal} REASON_NEEDED
 */
export async function mustHaveReason(actor: Actor, lot: LotWithTender): Promise<void> {
  if (actor.role !== "supervisor" || !lot.announcedAt || !actor.personId) return;
  const since = new Date((await platformNow()).getTime() - HOLDS_MS);
  const where = { action: LOOK, objectId: lot.id, actorId: actor.personId, at: { gte: since } };
  if ((await db().auditEntry.count({ where })) === 0) throw new Refusal("REASON_NEEDED", {}, ["R-159"]);
}
