import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { choiceFault } from "@/lib/domain/award";
import { openObjections, type ObjectionKind, type ObjectionState } from "@/lib/domain/objection";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { type Db, db, inTransaction } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { openRechecks } from "@/lib/store/candidate-rechecks";
import { objectionsOf } from "@/lib/store/objections";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { mustBeGoodSeal, mustStandGood } from "@/lib/usecases/trust/mark-standing";
import { fallenCandidates } from "./give-up";
import { stepAward } from "./step-award";

export const prepareWinnerInput = z.strictObject({
  lotId: z.uuid(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Why higher-ranked candidates are passed over; empty for the first. */
  ground: z.string().max(64).default(""),
  reason: z.string().trim().max(2000).default(""),
});
type Content = z.infer<typeof prepareWinnerInput>;

const contentDigest = ({ lotId, digest, ground, reason }: Content): string =>
  statementHash(canonicalBytes({ digest, ground, lotId, reason: reason.normalize("NFC") }));

/** Every guard of the decision: publicity over, no open objection in time, nobody looked at again, a lawful choice. */
async function checkChoice(lot: LotWithTender, input: Content, now: Date, on: Db = db()): Promise<void> {
  const objections = openObjections(
    (await objectionsOf(lot.id, on)).map(({ kind, state }) => ({
      kind: kind as ObjectionKind,
      state: state as ObjectionState,
    })),
  );
  const candidates = await on.candidate.findMany({ where: { lotId: lot.id }, orderBy: { rank: "asc" } });
  const given = { ground: input.ground, reason: input.reason };
  const fallen = await fallenCandidates(lot.id, on);
  const grounds = Object.fromEntries(
    candidates.map((candidate) => [candidate.digest, fallen[candidate.digest] ?? given]),
  );
  const { stateDominant, statutory } = lot.tender;
  const choice = fallen[input.digest]
    ? new Refusal("NOT_A_CANDIDATE", {}, ["R-140", "R-141"])
    : choiceFault({ candidates, digest: input.digest, stateDominant, statutory, grounds });
  const rechecks = await openRechecks(lot.id, on);
  const facts = { at: now, publicityEndsAt: lot.candidatesTo, objections, choice, rechecks };
  stepAward(lot, "fix", { ...facts, fallen: Object.keys(fallen).length > 0 });
}

/** What the tenderee signs when it fixes the winner. */
export async function prepareWinner(actor: Actor, input: Content): Promise<Prepared> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.decide", await relationToLot(actor, lot));
  await checkChoice(lot, input, await platformNow());
  const candidate = await db().candidate.findFirstOrThrow({ where: { lotId: lot.id, digest: input.digest } });
  const party = await db().party.findUniqueOrThrow({ where: { id: candidate.partyId } });
  const tender = { id: lot.tender.code, lot: lot.code };
  const title = `${lot.tender.name} ${lot.name} 定标`;
  return preparedAct({ act: "award.decide", tender, subject: lot.id, digest: contentDigest(input), title }, [
    { label: "中标人", value: `${party.name}（第 ${candidate.rank} 名）` },
    ...(input.reason ? [{ label: "理由", value: input.reason }] : []),
  ]);
}

export const fixWinnerInput = prepareWinnerInput.extend({ signed: signedInput });

/** Fixes the winner: only a candidate, after the publicity, with every objection in time answered. */
export async function fixWinner(
  actor: Actor,
  input: z.infer<typeof fixWinnerInput>,
  deps: Deps,
): Promise<{ readonly fixed: true }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.decide", await relationToLot(actor, lot));
  await checkChoice(lot, input, await platformNow());
  await mustBeGoodSeal(input.digest, deps);
  const accepted = await acceptAct(
    actor,
    input.signed,
    { act: "award.decide", subject: lot.id, digest: contentDigest(input) },
    deps,
  );
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    const at = await platformNow(tx);
    await checkChoice(locked, input, at, tx);
    await mustStandGood(input.digest, tx);
    const candidate = await tx.candidate.findFirstOrThrow({ where: { lotId: lot.id, digest: input.digest } });
    const { partyId, rank, digest } = candidate;
    const { ground, reason } = input;
    await tx.award.create({
      data: {
        lotId: lot.id,
        digest,
        partyId,
        rank,
        ground: ground || null,
        reason: reason || null,
        byId: actor.personId!,
        at,
      },
    });
    await tx.lot.update({ where: { id: lot.id }, data: { winnerFixedAt: at } });
    const { certificate: _certificate, ...statement } = accepted;
    await keepStatement(tx, { ...statement, lotId: lot.id, subject: digest, timestamp: true });
    await logEvent(tx, {
      lotId: lot.id,
      tender: { id: lot.tender.code, lot: lot.code },
      kind: "award",
      hash: accepted.sha256,
    });
    await record(tx, actor, {
      action: "award.decide",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: accepted.sha256,
      facts: { rank },
    });
    return { fixed: true };
  });
}
