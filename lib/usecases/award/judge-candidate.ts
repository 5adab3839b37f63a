import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import { type Actor, SYSTEM } from "@/lib/domain/actor";
import { type RecheckOutcome, recheckOutcome } from "@/lib/domain/award";
import { Refusal } from "@/lib/domain/refusal";
import type { RuleId } from "@/lib/domain/rules";
import { record } from "@/lib/store/audit";
import { addOpinion, closeRecheck, type RecheckRow, recheckById } from "@/lib/store/candidate-rechecks";
import { platformNow } from "@/lib/store/clock";
import { type Db, db, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import type { LotWithTender } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { atBench, type Bench, benchOf, mustBeIn } from "@/lib/usecases/evaluation/bench";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { dropCandidate } from "./give-up";

export const prepareOpinionInput = z.strictObject({
  lotId: z.uuid(),
  recheckId: z.uuid(),
  fit: z.enum(["yes", "no"]),
  /** By the standards of the documents: they alone count. */
  reason: z.string().trim().min(4).max(4000),
});
type Content = z.infer<typeof prepareOpinionInput>;

const RULES: readonly RuleId[] = ["R-143"];
const actOf = ({ lotId, recheckId, fit, reason }: Content) => ({
  act: "award.judgeCandidate",
  subject: recheckId,
  digest: statementHash(canonicalBytes({ fit, lotId, reason: reason.normalize("NFC"), recheckId })),
});
const refOf = (lot: LotWithTender) => ({ id: lot.tender.code, lot: lot.code });

/** The open question, which this member has not answered. The report is handed in: it is the committee that wrote it. */
async function mustBeAsked(bench: Bench, { recheckId }: Content, on: Db = db()): Promise<RecheckRow> {
  mustBeIn(bench, ["submitted"], "recheck");
  const recheck = await recheckById(bench.lot.id, recheckId, on);
  if (!recheck) throw new Refusal("NOT_ALLOWED", { action: "evaluation.take" });
  if (recheck.outcome) throw new Refusal("STATE_FORBIDS", { state: recheck.outcome, event: "recheck" }, RULES);
  if (recheck.opinions.some(({ memberId }) => memberId === bench.own.id))
    throw new Refusal("STATE_FORBIDS", { state: "voted", event: "recheck" }, RULES);
  return recheck;
}

/** What a member signs about a candidate whose condition changed. */
export async function prepareOpinion(actor: Actor, input: Content): Promise<Prepared> {
  const bench = await benchOf(actor, input.lotId);
  await mustBeAsked(bench, input);
  const { lot, own } = bench;
  const title = `${lot.tender.name} ${lot.name} 审查确认中标候选人`;
  return preparedAct({ ...actOf(input), tender: refOf(lot), title }, [
    { label: "成员", value: `${actor.name}（${own.number} 号）` },
    { label: "意见", value: input.fit === "yes" ? "仍符合招标文件要求" : "不再符合招标文件要求" },
    { label: "理由", value: input.reason.slice(0, 200) },
  ]);
}

export const giveOpinionInput = prepareOpinionInput.extend({ signed: signedInput });

/**
 * Takes a member's word on the candidate; with the majority the question is decided. A candidate that is not confirmed drops
 * out for good, on the law's ground, and the tenderee chooses among the rest.
 */
export async function giveOpinion(
  actor: Actor,
  input: z.infer<typeof giveOpinionInput>,
  deps: Deps,
): Promise<{ readonly outcome: RecheckOutcome | null }> {
  const { signed, ...content } = input;
  await mustBeAsked(await benchOf(actor, input.lotId), content);
  const { certificate: _certificate, ...accepted } = await acceptAct(actor, signed, actOf(content), deps);
  return atBench(
    actor,
    input.lotId,
    async (tx, bench) => {
      const { lot, own } = bench;
      const recheck = await mustBeAsked(bench, content, tx);
      const at = await platformNow(tx);
      const fit = content.fit === "yes";
      const statementId = await keepStatement(tx, {
        ...accepted,
        lotId: lot.id,
        subject: recheck.id,
        timestamp: true,
      });
      await addOpinion(tx, { recheckId: recheck.id, memberId: own.id, fit, reason: content.reason, statementId, at });
      await logEvent(tx, { lotId: lot.id, tender: refOf(lot), kind: "candidate-opinion", hash: accepted.sha256 });
      await record(tx, actor, {
        action: "award.judgeCandidate",
        objectKind: "committee",
        objectId: bench.committee.id,
        lotId: lot.id,
        afterHash: accepted.sha256,
        facts: { number: own.number, fit },
      });
      const outcome = outcomeOf(bench, recheck, fit);
      if (outcome) await decide(tx, lot, recheck, outcome, at);
      return { outcome };
    },
    "update",
  );
}

/** Opinions of those who sit here count, this one with them. */
function outcomeOf({ committee, own }: Bench, { opinions }: RecheckRow, fit: boolean): RecheckOutcome | null {
  const { members } = committee;
  const others = opinions.filter(({ memberId }) => memberId !== own.id && members.some(({ id }) => id === memberId));
  const votes = [fit, ...others.map((one) => one.fit)];
  const yes = votes.filter(Boolean).length;
  return recheckOutcome(yes, votes.length - yes, members.length);
}

async function decide(
  tx: Tx,
  lot: LotWithTender,
  { id, digest, partyId }: RecheckRow,
  outcome: RecheckOutcome,
  at: Date,
): Promise<void> {
  await closeRecheck(tx, id, outcome, at);
  if (outcome === "unfit") {
    await dropCandidate(tx, lot.id, digest, {
      ground: "illegality",
      reason: "原评标委员会审查确认，不再符合招标文件要求（第 143 条规则）。",
    });
    await tellCandidate(tx, lot, digest);
  }
  await record(tx, SYSTEM, {
    action: "award.recheckClosed",
    objectKind: "lot",
    objectId: lot.id,
    lotId: lot.id,
    facts: { digest, outcome },
  });
  const { tendereeId, agencyId, supervisorId } = lot.tender;
  const waiting = new Set([tendereeId, supervisorId, partyId, ...(agencyId ? [agencyId] : [])]);
  for (const to of waiting)
    await notify(tx, {
      to: { partyId: to },
      kind: outcome === "confirmed" ? "award.recheckConfirmed" : "award.recheckUnfit",
      facts: { lot: lot.name, tender: lot.tender.name },
      lotId: lot.id,
      link: `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`,
      legal: true,
    });
}

/** A candidate that drops out learns it from the platform; before the publicity it does not know that it was one. */
async function tellCandidate(tx: Tx, lot: LotWithTender, digest: string): Promise<void> {
  if (!lot.candidatesFrom) return;
  const { partyId } = await tx.openedBid.findUniqueOrThrow({ where: { digest }, select: { partyId: true } });
  await notify(tx, {
    to: { partyId },
    kind: "award.notConfirmed",
    facts: { lot: lot.name, tender: lot.tender.name },
    lotId: lot.id,
    link: `/tenders/${lot.tender.code}`,
    legal: true,
  });
}
