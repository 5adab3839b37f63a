import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { NEXT_CANDIDATE_GROUNDS, type NextCandidateGround } from "@/lib/domain/award";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { report } from "@/lib/store/outbox";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { publishAtOnce } from "@/lib/usecases/notice/publish-at-once";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { stepAward } from "./step-award";

export const prepareGiveUpInput = z.strictObject({
  lotId: z.uuid(),
  ground: z.enum(NEXT_CANDIDATE_GROUNDS),
  reason: z.string().trim().min(4).max(2000),
});
type Content = z.infer<typeof prepareGiveUpInput>;

const digestOf = ({ lotId, ground, reason }: Content): string =>
  statementHash(canonicalBytes({ ground, lotId, reason: reason.normalize("NFC") }));

/** What the tenderee signs when the winner falls away on a ground of the law. */
export async function prepareGiveUp(actor: Actor, input: Content): Promise<Prepared> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.decide", await relationToLot(actor, lot));
  stepAward(lot, "giveUp", { ...input, at: await platformNow() });
  const tender = { id: lot.tender.code, lot: lot.code };
  const title = `${lot.tender.name} ${lot.name} 中标人不再中标`;
  return preparedAct({ act: "award.giveUp", tender, subject: lot.id, digest: digestOf(input), title }, [
    { label: "事实与理由", value: input.reason.slice(0, 200) },
  ]);
}

export const giveUpInput = prepareGiveUpInput.extend({ signed: signedInput });

/**
 * Takes the award back before a contract stands: the candidate drops out for good, a contract in the making is void, and
 * the tenderee chooses anew among the rest. What was public already is corrected in public.
 */
export async function giveUp(
  actor: Actor,
  input: z.infer<typeof giveUpInput>,
  deps: Deps,
): Promise<{ readonly open: true }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.decide", await relationToLot(actor, lot));
  const { signed, ...content } = input;
  stepAward(lot, "giveUp", { ...content, at: await platformNow() });
  const expected = { act: "award.giveUp", subject: lot.id, digest: digestOf(content) };
  const { certificate: _certificate, ...accepted } = await acceptAct(actor, signed, expected, deps);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    const at = await platformNow(tx);
    const { ground, reason } = content;
    stepAward(locked, "giveUp", { at, ground, reason });
    const award = await tx.award.findUniqueOrThrow({ where: { lotId: lot.id } });
    await dropCandidate(tx, lot.id, award.digest, { ground, reason });
    await tx.contract.deleteMany({ where: { lotId: lot.id } });
    await tx.award.delete({ where: { lotId: lot.id } });
    await tx.lot.update({ where: { id: lot.id }, data: { winnerFixedAt: null, noticeSentAt: null } });
    await keepStatement(tx, { ...accepted, lotId: lot.id, subject: award.digest, timestamp: true });
    const tender = { id: lot.tender.code, lot: lot.code };
    await logEvent(tx, { lotId: lot.id, tender, kind: "award-given-up", hash: accepted.sha256 });
    if (locked.noticeSentAt) await correct(tx, actor, locked, award.partyId, { ground, at });
    await notify(tx, {
      to: { partyId: award.partyId },
      kind: "award.givenUp",
      facts: { lot: lot.name, tender: lot.tender.name, reason: reason.slice(0, 300) },
      lotId: lot.id,
      link: `/work/lots/${lot.id}/result`,
      legal: true,
    });
    await record(tx, actor, {
      action: "award.giveUp",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: accepted.sha256,
      facts: { ground, rank: award.rank },
    });
    return { open: true };
  });
}

/** Takes a candidate out for good, with the ground; one that a new report no longer names needs none. */
export async function dropCandidate(
  tx: Tx,
  lotId: string,
  digest: string,
  fellAway: { readonly ground: NextCandidateGround; readonly reason: string },
): Promise<void> {
  const candidate = await tx.candidate.findFirst({ where: { lotId, digest } });
  if (!candidate) return;
  const facts = { ...(candidate.facts as object), fellAway: { ...fellAway } };
  await tx.candidate.update({ where: { lotId_rank: { lotId, rank: candidate.rank } }, data: { facts } });
}

export const GROUND_WORDS: Readonly<Record<NextCandidateGround, string>> = {
  gaveUp: "放弃中标",
  forceMajeure: "因不可抗力不能履行合同",
  noPerformanceBond: "未按照招标文件的要求提交履约保证金",
  illegality: "被查实存在影响中标结果的违法行为，不符合中标条件",
};

/** A published result does not vanish: a correction follows it, and the hub's record is cancelled. */
async function correct(
  tx: Tx,
  actor: Actor,
  lot: LotWithTender,
  partyId: string,
  { ground, at }: { readonly ground: NextCandidateGround; readonly at: Date },
): Promise<void> {
  const { name, uscc } = await tx.party.findUniqueOrThrow({ where: { id: partyId } });
  const title = `${lot.tender.name}${lot.name}中标结果变更公告`;
  await publishAtOnce(tx, actor, lot, {
    announcement: {
      type: "resultNotice",
      title,
      intro: `${lot.tender.name}（${lot.name}）原中标人${name}${GROUND_WORDS[ground]}，原中标结果不再有效。`,
      sections: [
        {
          heading: "一、后续安排",
          paragraphs: ["招标人依法从其他中标候选人中确定中标人或者重新招标，结果另行公告。"],
          rows: [],
        },
      ],
      facts: { ground },
    },
    nature: "2",
    at,
  });
  await report(tx, {
    kind: 513,
    op: "cancel",
    key: lot.code,
    lotId: lot.id,
    occurredAt: at,
    payload: { BID_SECTION_CODES: [lot.code], WIN_BIDDER_NAME: name, WIN_BIDDER_CODE: uscc, BID_AMOUNT: "0.00" },
  });
}

/** Candidates that fell away after they had won, with the ground, by bid digest. */
export async function fallenCandidates(
  lotId: string,
  on: Pick<Tx, "candidate"> = db(),
): Promise<Readonly<Record<string, { readonly ground: string; readonly reason: string }>>> {
  const rows = await on.candidate.findMany({ where: { lotId } });
  const fallen = rows.flatMap(({ digest, facts }) => {
    const { fellAway } = facts as { fellAway?: { ground: string; reason: string } };
    return fellAway ? [[digest, fellAway] as const] : [];
  });
  return Object.fromEntries(fallen);
}
