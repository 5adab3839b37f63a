import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { mustStep } from "@/lib/domain/lifecycle";
import { OBJECTION_LIFECYCLE, type ObjectionState } from "@/lib/domain/objection";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { objectionById } from "@/lib/store/objections";
import { keepStatement } from "@/lib/store/statements";
import { endSuspension } from "@/lib/store/suspensions";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";

export const prepareAnswerInput = z.strictObject({ objectionId: z.uuid(), answer: z.string().trim().min(4).max(8000) });

const digestOf = ({ objectionId, answer }: z.infer<typeof prepareAnswerInput>): string =>
  statementHash(canonicalBytes({ answer: answer.normalize("NFC"), objectionId }));

/** What the tenderee signs when it answers. */
export async function prepareAnswer(actor: Actor, input: z.infer<typeof prepareAnswerInput>): Promise<Prepared> {
  const objection = await objectionById(input.objectionId);
  const lot = await lotById(objection.lotId);
  authorise(actor, "objection.answer", await relationToLot(actor, lot));
  const tender = { id: lot.tender.code, lot: lot.code };
  const title = `${lot.tender.name} ${lot.name} 异议答复`;
  return preparedAct({ act: "objection.answer", tender, subject: objection.id, digest: digestOf(input), title }, [
    { label: "答复", value: input.answer.slice(0, 200) },
  ]);
}

export const answerObjectionInput = prepareAnswerInput.extend({ signed: signedInput });

/** Answers an objection in writing with reasons; the lot goes on when nothing else holds it. */
export async function answerObjection(
  actor: Actor,
  input: z.infer<typeof answerObjectionInput>,
  deps: Deps,
): Promise<{ readonly resumed: boolean }> {
  const objection = await objectionById(input.objectionId);
  const lot = await lotById(objection.lotId);
  authorise(actor, "objection.answer", await relationToLot(actor, lot));
  const accepted = await acceptAct(
    actor,
    input.signed,
    { act: "objection.answer", subject: objection.id, digest: digestOf(input) },
    deps,
  );
  return inTransaction(async (tx) => {
    await lockLot(tx, lot.id, "update");
    const fresh = await objectionById(objection.id, tx);
    const facts = { answer: input.answer, byObjector: fresh.partyId === actor.partyId };
    const state = mustStep(OBJECTION_LIFECYCLE, fresh.state as ObjectionState, "answer", facts);
    const { certificate: _certificate, ...statement } = accepted;
    const answerStatementId = await keepStatement(tx, {
      ...statement,
      lotId: lot.id,
      subject: fresh.id,
      timestamp: true,
    });
    const answeredAt = await platformNow(tx);
    const by = { answeredById: actor.personId, answeredAt, answerStatementId };
    await tx.objection.update({ where: { id: fresh.id }, data: { state, answer: input.answer, ...by } });
    const resumed = fresh.state === "suspending" ? await endSuspension(tx, lot.id, fresh.id) : false;
    await logEvent(tx, {
      lotId: lot.id,
      tender: { id: lot.tender.code, lot: lot.code },
      kind: "objection-answer",
      hash: accepted.sha256,
    });
    await notify(tx, {
      to: { partyId: fresh.partyId },
      kind: "objection.answered",
      facts: { lot: lot.name, tender: lot.tender.name },
      lotId: lot.id,
      link: `/work/objections/${fresh.id}`,
      legal: true,
    });
    await record(tx, actor, {
      action: "objection.answer",
      objectKind: "objection",
      objectId: fresh.id,
      lotId: lot.id,
      afterHash: accepted.sha256,
    });
    return { resumed };
  });
}
