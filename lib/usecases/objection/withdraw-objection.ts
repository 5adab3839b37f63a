import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { mustStep } from "@/lib/domain/lifecycle";
import { OBJECTION_LIFECYCLE, type ObjectionState } from "@/lib/domain/objection";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, lotById } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { objectionById } from "@/lib/store/objections";
import { keepStatement } from "@/lib/store/statements";
import { endSuspension } from "@/lib/store/suspensions";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";

export const prepareObjectionWithdrawalInput = z.strictObject({ objectionId: z.uuid() });
type Content = z.infer<typeof prepareObjectionWithdrawalInput>;

const digestOf = ({ objectionId }: Content): string => statementHash(canonicalBytes({ objectionId, withdraw: true }));

/** What the objector signs when it takes its objection back. */
export async function prepareObjectionWithdrawal(actor: Actor, input: Content): Promise<Prepared> {
  const objection = await objectionById(input.objectionId);
  authorise(actor, "objection.withdraw", objection.partyId === actor.partyId ? "owner" : "none");
  const lot = await lotById(objection.lotId);
  const tender = { id: lot.tender.code, lot: lot.code };
  const title = `${lot.tender.name} ${lot.name} 撤回异议`;
  return preparedAct({ act: "objection.withdraw", tender, subject: objection.id, digest: digestOf(input), title });
}

export const withdrawObjectionInput = prepareObjectionWithdrawalInput.extend({ signed: signedInput });

/** Takes an unanswered objection back; the lot goes on when nothing else holds it. */
export async function withdrawObjection(
  actor: Actor,
  input: z.infer<typeof withdrawObjectionInput>,
  deps: Deps,
): Promise<{ readonly resumed: boolean }> {
  const objection = await objectionById(input.objectionId);
  authorise(actor, "objection.withdraw", objection.partyId === actor.partyId ? "owner" : "none");
  const lot = await lotById(objection.lotId);
  const expected = { act: "objection.withdraw", subject: objection.id, digest: digestOf(input) };
  const { certificate: _certificate, ...accepted } = await acceptAct(actor, input.signed, expected, deps);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    const fresh = await objectionById(objection.id, tx);
    const facts = { answer: "", byObjector: fresh.partyId === actor.partyId };
    // Answered in the same moment: the answer stands, and the withdrawal is refused.
    const state = mustStep(OBJECTION_LIFECYCLE, fresh.state as ObjectionState, "withdraw", facts);
    await keepStatement(tx, { ...accepted, lotId: lot.id, subject: fresh.id, timestamp: true });
    await tx.objection.update({ where: { id: fresh.id }, data: { state } });
    const resumed = fresh.state === "suspending" ? await endSuspension(tx, lot.id, fresh.id) : false;
    const tender = { id: lot.tender.code, lot: lot.code };
    await logEvent(tx, { lotId: lot.id, tender, kind: "objection-withdrawal", hash: accepted.sha256 });
    const { tendereeId, agencyId, supervisorId } = lot.tender;
    for (const partyId of [tendereeId, ...(agencyId ? [agencyId] : []), supervisorId])
      await notify(tx, {
        to: { partyId },
        kind: "objection.withdrawn",
        facts: { lot: lot.name, tender: lot.tender.name },
        lotId: lot.id,
        link: `/work/objections/${fresh.id}`,
        legal: true,
      });
    await record(tx, actor, {
      action: "objection.withdraw",
      objectKind: "objection",
      objectId: fresh.id,
      lotId: lot.id,
      afterHash: accepted.sha256,
      bidderSide: !locked.announcedAt,
    });
    return { resumed };
  });
}
