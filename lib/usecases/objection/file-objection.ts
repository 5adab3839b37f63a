import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { initialObjectionState, isInTime, OBJECTION_KINDS, standingFault, suspends } from "@/lib/domain/objection";
import { Refusal } from "@/lib/domain/refusal";
import { answerDue } from "@/lib/domain/schedule";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { bidOf } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { hasObtained } from "@/lib/store/documents";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { addObjection } from "@/lib/store/objections";
import { keepStatement } from "@/lib/store/statements";
import { suspendLot } from "@/lib/store/suspensions";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { clockOfLot } from "./clock-of-lot";

const words = (max: number) => z.string().trim().min(4).max(max);
export const prepareObjectionInput = z.strictObject({
  lotId: z.uuid(),
  kind: z.enum(OBJECTION_KINDS as readonly ["document", "opening", "result"]),
  interest: z.string().trim().max(1000).default(""),
  facts: words(8000),
  claim: words(4000),
});
type Content = z.infer<typeof prepareObjectionInput>;

const digestOf = ({ lotId, kind, interest, facts, claim }: Content): string =>
  statementHash(
    canonicalBytes({
      claim: claim.normalize("NFC"),
      facts: facts.normalize("NFC"),
      interest: interest.normalize("NFC"),
      kind,
      lotId,
    }),
  );

/** What the objector signs: the act with the digest of facts and claim. */
export async function prepareObjection(actor: Actor, input: Content): Promise<Prepared> {
  const lot = await objectable(actor, input);
  const title = `${lot.tender.name} ${lot.name} 异议`;
  const tender = { id: lot.tender.code, lot: lot.code };
  return preparedAct({ act: "objection.file", tender, subject: lot.id, digest: digestOf(input), title }, [
    { label: "事实", value: input.facts.slice(0, 200) },
    { label: "请求", value: input.claim.slice(0, 200) },
  ]);
}

async function objectable(actor: Actor, input: Content): Promise<LotWithTender> {
  authorise(actor, "objection.file", "none");
  const lot = await lotById(input.lotId);
  const { tendereeId, agencyId } = lot.tender;
  // Whoever answers does not object (separation of duties 8).
  if (!lot.publishedAt || !actor.partyId || [tendereeId, agencyId].includes(actor.partyId))
    throw new Refusal("NOT_ALLOWED", { action: "objection.file" }, ["R-130"]);
  const involved = (await bidOf(lot.id, actor.partyId)) !== null || (await hasObtained(lot.id, actor.partyId));
  const fault = standingFault({ signedIn: true, isBidderOrHolder: involved, interest: input.interest });
  if (fault) throw fault;
  return lot;
}

export const fileObjectionInput = prepareObjectionInput.extend({ signed: signedInput });

/**
 * Files an objection. In time, it suspends the lot until it is answered; late, it is recorded all the same.
 * The number, the limit for the answer and the effect stand in the receipt that comes back.
 */
export async function fileObjection(
  actor: Actor,
  input: z.infer<typeof fileObjectionInput>,
  deps: Deps,
): Promise<{ readonly objectionId: string; readonly inTime: boolean }> {
  const lot = await objectable(actor, input);
  const accepted = await acceptAct(
    actor,
    input.signed,
    { act: "objection.file", subject: lot.id, digest: digestOf(input) },
    deps,
  );
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    const at = await platformNow(tx);
    const clock = clockOfLot(locked);
    const inTime = isInTime(input.kind, at, locked, clock);
    const due = answerDue(at, clock);
    const { certificate: _certificate, ...statement } = accepted;
    const statementId = await keepStatement(tx, { ...statement, lotId: lot.id, subject: lot.id, timestamp: true });
    const state = initialObjectionState(inTime);
    const { kind, interest, facts, claim } = input;
    const row = await addObjection(tx, {
      lotId: lot.id,
      kind,
      interest,
      facts,
      claim,
      partyId: actor.partyId!,
      personId: actor.personId!,
      fileIds: [],
      at,
      inTime,
      dueTarget: due.target,
      dueLimit: due.limit,
      state,
      statementId,
    });
    if (suspends({ kind, state }))
      await suspendLot(tx, { lotId: lot.id, cause: "objection", refId: row.id, reason: "objection", statementId });
    await logEvent(tx, {
      lotId: lot.id,
      tender: { id: lot.tender.code, lot: lot.code },
      kind: "objection",
      hash: accepted.sha256,
    });
    const host = [lot.tender.tendereeId, ...(lot.tender.agencyId ? [lot.tender.agencyId] : [])];
    for (const partyId of [...host, lot.tender.supervisorId])
      await notify(tx, {
        to: { partyId },
        kind: "objection.filed",
        facts: { lot: lot.name, tender: lot.tender.name, until: due.limit.toISOString() },
        lotId: lot.id,
        link: `/work/objections/${row.id}`,
        legal: true,
      });
    await record(tx, actor, {
      action: "objection.file",
      objectKind: "objection",
      objectId: row.id,
      lotId: lot.id,
      afterHash: accepted.sha256,
      facts: { kind, inTime },
      // Before the opening an objector may be a bidder: who it is stays with those who answer.
      bidderSide: !locked.announcedAt,
    });
    return { objectionId: row.id, inTime };
  });
}
