import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { awardStateOf } from "@/lib/domain/award";
import { Refusal } from "@/lib/domain/refusal";
import type { RuleId } from "@/lib/domain/rules";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { addRecheck, openRecheckOf } from "@/lib/store/candidate-rechecks";
import { platformNow } from "@/lib/store/clock";
import { committeeOfLot, seatedMembers } from "@/lib/store/committees";
import { type Db, db, inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { fallenCandidates } from "./give-up";

export const prepareChangeInput = z.strictObject({
  lotId: z.uuid(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** What changed, or which offence, and how it is known. */
  reason: z.string().trim().min(10).max(4000),
});
type Content = z.infer<typeof prepareChangeInput>;

const RULES: readonly RuleId[] = ["R-143"];
const digestOf = ({ lotId, digest, reason }: Content): string =>
  statementHash(canonicalBytes({ digest, lotId, reason: reason.normalize("NFC") }));

/** From the report until the award letter goes out, of a candidate that still is one, once at a time. */
async function mustBeOpen(lot: LotWithTender, { digest }: Content, on: Db = db()): Promise<void> {
  const state = awardStateOf(lot);
  if (state === null || state === "lettersSent" || state === "signed")
    throw new Refusal("STATE_FORBIDS", { state: state ?? "evaluation", event: "recheck" }, RULES);
  const candidate = await on.candidate.findFirst({ where: { lotId: lot.id, digest }, select: { rank: true } });
  if (!candidate || (await fallenCandidates(lot.id, on))[digest]) throw new Refusal("NOT_A_CANDIDATE", {}, RULES);
  if (await openRecheckOf(lot.id, digest, on))
    throw new Refusal("STATE_FORBIDS", { state: "rechecking", event: "recheck" }, RULES);
}

/** What tenderee, agency or supervisor signs when a candidate is no longer what it was. */
export async function prepareChange(actor: Actor, input: Content): Promise<Prepared> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.reportChange", await relationToLot(actor, lot));
  await mustBeOpen(lot, input);
  const candidate = await db().candidate.findFirstOrThrow({ where: { lotId: lot.id, digest: input.digest } });
  const { name } = await db().party.findUniqueOrThrow({ where: { id: candidate.partyId } });
  const title = `${lot.tender.name} ${lot.name} 提请审查确认中标候选人`;
  return preparedAct({ ...actOf(lot, input), tender: refOf(lot), title }, [
    { label: "候选人", value: `${name}（第 ${candidate.rank} 名）` },
    { label: "情况", value: input.reason.slice(0, 200) },
  ]);
}

const refOf = (lot: LotWithTender) => ({ id: lot.tender.code, lot: lot.code });
const actOf = (lot: LotWithTender, content: Content) => ({
  act: "award.reportChange",
  subject: lot.id,
  digest: digestOf(content),
});

export const reportChangeInput = prepareChangeInput.extend({ signed: signedInput });

/**
 * Says that a candidate's business or finances changed materially, or that it broke the law, so that it may not be able to
 * perform: the same committee is asked to confirm it by the documents' standards, and until it has answered nobody is made
 * the winner and no award letter goes out (R-143).
 */
export async function reportChange(
  actor: Actor,
  input: z.infer<typeof reportChangeInput>,
  deps: Deps,
): Promise<{ readonly recheckId: string }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.reportChange", await relationToLot(actor, lot));
  const { signed, ...content } = input;
  await mustBeOpen(lot, content);
  const { certificate: _certificate, ...accepted } = await acceptAct(actor, signed, actOf(lot, content), deps);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    await mustBeOpen(locked, content, tx);
    const at = await platformNow(tx);
    const statementId = await keepStatement(tx, {
      ...accepted,
      lotId: lot.id,
      subject: content.digest,
      timestamp: true,
    });
    const { id } = await addRecheck(tx, {
      lotId: lot.id,
      digest: content.digest,
      reason: content.reason,
      role: actor.role,
      partyId: actor.partyId!,
      statementId,
      at,
    });
    await logEvent(tx, { lotId: lot.id, tender: refOf(lot), kind: "candidate-change", hash: accepted.sha256 });
    await askCommittee(tx, locked);
    await record(tx, actor, {
      action: "award.reportChange",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: accepted.sha256,
      facts: { digest: content.digest, role: actor.role },
    });
    return { recheckId: id };
  });
}

/** The members of the committee that wrote the report, and everybody on the host's side and above who waits for them. */
async function askCommittee(tx: Tx, lot: LotWithTender): Promise<void> {
  const message = { facts: { lot: lot.name, tender: lot.tender.name }, lotId: lot.id, legal: true };
  const committee = await committeeOfLot(lot.id, tx);
  for (const { personId } of committee ? await seatedMembers(committee.id, tx) : [])
    await notify(tx, {
      ...message,
      to: { personId },
      kind: "award.recheckAsked",
      link: `/work/evaluations/${lot.id}`,
    });
  const { tendereeId, agencyId, supervisorId } = lot.tender;
  for (const partyId of [tendereeId, ...(agencyId ? [agencyId] : []), supervisorId])
    await notify(tx, {
      ...message,
      to: { partyId },
      kind: "award.changeReported",
      link: `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`,
    });
}
