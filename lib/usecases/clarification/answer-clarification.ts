import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { correctionAnswerDigest, saidHash } from "@/lib/crypto/correction-answer";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { normalFault, type PriceFault } from "@/lib/domain/price-correction";
import { Refusal } from "@/lib/domain/refusal";
import { yuan } from "@/lib/kernel/money";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { type Db, db, inTransaction } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { openedBid } from "@/lib/store/openings";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";

export const viewClarificationInput = z.strictObject({ clarificationId: z.uuid() });

export type ClarificationView = {
  readonly id: string;
  readonly lot: LotWithTender;
  readonly kind: string;
  readonly question: string;
  readonly askedAt: Date;
  readonly dueAt: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
  /** An arithmetic correction of the price that the bidder accepts or not. */
  readonly correction: { readonly accepted: boolean | null } | null;
  readonly now: Date;
};

/** A question of the committee to the actor's own bid: everything but who asked. */
export async function viewClarification(
  actor: Actor,
  { clarificationId }: z.infer<typeof viewClarificationInput>,
): Promise<ClarificationView> {
  const { row, lot } = await ownClarification(actor, clarificationId);
  const { id, kind, question, askedAt, dueAt, answer, answeredAt } = row;
  const found = await correctionOf(id);
  const correction = found && { accepted: found.accepted };
  return { id, lot, kind, question, askedAt, dueAt, answer, answeredAt, correction, now: await platformNow() };
}

const correctionOf = (clarificationId: string, on: Db = db()) =>
  on.priceCorrection.findUnique({ where: { clarificationId } });

async function ownClarification(actor: Actor, id: string, on: Db = db()) {
  const row = await on.bidClarification.findUnique({ where: { id } });
  const bid = row ? await openedBid(row.digest, on) : null;
  authorise(actor, "clarification.answer", bid && bid.partyId === actor.partyId ? "owner" : "none");
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "clarification.find" });
  return { row, lot: await lotById(row.lotId, on) };
}

export const prepareClarificationInput = viewClarificationInput.extend({
  answer: z.string().trim().min(2).max(8000),
  /** Of an arithmetic correction alone: whether the bidder accepts it. */
  accepts: z.enum(["yes", "no"]).optional(),
});
type Answer = z.infer<typeof prepareClarificationInput>;

/**
 * What the answer's signature covers. A correction is accepted or not, and the signed digest says which one: what stood in
 * the bid and what the price changes by, so that the archive shows an acceptance of this and no other.
 *
 * @throws {Refusal} INPUT_INVALID where a correction is neither accepted nor refused, or there is nothing to accept
 */
async function digestOf({ clarificationId, answer, accepts }: Answer): Promise<string> {
  const correction = await correctionOf(clarificationId);
  if (correction ? !accepts : accepts) throw new Refusal("INPUT_INVALID", {}, ["R-116"]);
  if (!correction || !accepts)
    return statementHash(canonicalBytes({ answer: answer.normalize("NFC"), clarificationId }));
  const fault = normalFault(correction.fault as PriceFault);
  const about = { asked: clarificationId, bid: correction.digest, delta: yuan(correction.deltaFen), fault };
  return correctionAnswerDigest({ ...about, accepts, said: saidHash(answer) });
}

/** In time, once, and while the committee still reviews: what comes later nobody can weigh. */
async function mustBeAnswerable(
  { answeredAt, dueAt }: { readonly answeredAt: Date | null; readonly dueAt: Date },
  lot: LotWithTender,
  on: Db = db(),
): Promise<Date> {
  if (lot.suspendedAt) throw new Refusal("SUSPENDED", {}, ["R-128"]);
  if (answeredAt || lot.reportSubmittedAt || lot.failedAt)
    throw new Refusal("STATE_FORBIDS", { state: "answered", event: "answer" }, ["R-115"]);
  const now = await platformNow(on);
  if (now >= dueAt) throw new Refusal("TOO_LATE", { limit: dueAt }, ["R-115"]);
  return now;
}

/** What the bidder signs when it answers. */
export async function prepareClarification(
  actor: Actor,
  input: z.infer<typeof prepareClarificationInput>,
): Promise<Prepared> {
  const { row, lot } = await ownClarification(actor, input.clarificationId);
  await mustBeAnswerable(row, lot);
  const digest = await digestOf(input);
  const tender = { id: lot.tender.code, lot: lot.code };
  const title = `${lot.tender.name} ${lot.name} 澄清答复`;
  return preparedAct({ act: "clarification.answer", tender, subject: row.id, digest, title }, [
    ...(input.accepts ? [{ label: "报价修正", value: input.accepts === "yes" ? "接受" : "不接受" }] : []),
    { label: "答复", value: input.answer.slice(0, 200) },
  ]);
}

export const answerClarificationInput = prepareClarificationInput.extend({ signed: signedInput });

/** The bidder's written answer, signed; it becomes part of the bid and changes nothing of its substance. */
export async function answerClarification(
  actor: Actor,
  input: z.infer<typeof answerClarificationInput>,
  deps: Deps,
): Promise<{ readonly answeredAt: Date }> {
  const { row, lot } = await ownClarification(actor, input.clarificationId);
  await mustBeAnswerable(row, lot);
  const expected = { act: "clarification.answer", subject: row.id, digest: await digestOf(input) };
  const { certificate: _certificate, ...statement } = await acceptAct(actor, input.signed, expected, deps);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "share");
    await tx.$queryRaw`SELECT id FROM bid_clarification WHERE id = ${row.id}::uuid FOR UPDATE`;
    const { row: fresh } = await ownClarification(actor, row.id, tx);
    const answeredAt = await mustBeAnswerable(fresh, locked, tx);
    const statementId = await keepStatement(tx, { ...statement, lotId: lot.id, subject: row.id, timestamp: true });
    await tx.bidClarification.update({
      where: { id: row.id },
      data: { answer: input.answer, answeredAt, statementId },
    });
    if (input.accepts)
      await tx.priceCorrection.update({
        where: { clarificationId: row.id },
        data: { accepted: input.accepts === "yes" },
      });
    await logEvent(tx, {
      lotId: lot.id,
      tender: { id: lot.tender.code, lot: lot.code },
      kind: "clarification-answer",
      hash: statement.sha256,
    });
    await record(tx, actor, {
      action: "clarification.answer",
      objectKind: "clarification",
      objectId: row.id,
      lotId: lot.id,
      afterHash: statement.sha256,
    });
    return { answeredAt };
  });
}
