import { z } from "zod";
import { bytesToHex, hash } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import type { Actor } from "@/lib/domain/actor";
import { DISCIPLINE } from "@/lib/domain/discipline";
import type { EvaluationState } from "@/lib/domain/evaluation";
import { Refusal } from "@/lib/domain/refusal";
import type { RuleId } from "@/lib/domain/rules";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { type CommitteeMember, changeMember } from "@/lib/store/committees";
import { inTransaction, type Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Act, type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { advanceCommittee } from "@/lib/usecases/committee/step-committee";
import { type OwnBench, ownBench } from "./own-bench";

/** The three signatures at the door, in this order: who I am, what I keep to, that nothing keeps me out. */
export const ENTRY_ACTS = ["checkIn", "discipline", "declaration"] as const;
export type EntryAct = (typeof ENTRY_ACTS)[number];

type Entry = {
  readonly rules: readonly RuleId[];
  readonly field: "checkedInAt" | "disciplineAt" | "declaredAt";
  readonly states: readonly EvaluationState[];
  readonly title: string;
  /** What must be signed before. */
  readonly before: (member: CommitteeMember) => boolean;
};

const ENTRIES: { readonly [A in EntryAct]: Entry } = {
  checkIn: {
    rules: ["R-112"],
    field: "checkedInAt",
    states: ["signIn"],
    title: "评标签到：确认本人身份",
    before: () => true,
  },
  discipline: {
    rules: ["R-112"],
    field: "disciplineAt",
    states: ["signIn", "declaring"],
    title: "评标保密和纪律承诺",
    before: ({ checkedInAt }) => checkedInAt !== null,
  },
  declaration: {
    rules: ["R-109"],
    field: "declaredAt",
    states: ["declaring"],
    title: "无应当回避情形的声明",
    before: ({ checkedInAt, disciplineAt }) => checkedInAt !== null && disciplineAt !== null,
  },
};

export const prepareEntryInput = z.strictObject({ lotId: z.uuid(), act: z.enum(ENTRY_ACTS) });

/** What the member is about to sign at the door. */
export async function prepareEntry(actor: Actor, input: z.output<typeof prepareEntryInput>): Promise<Prepared> {
  return inTransaction(async (tx) => {
    const bench = await ownBench(tx, actor, input.lotId);
    checkTurn(bench, input.act);
    const { title, tender, ...act } = await actOf(tx, bench, input.act);
    return preparedAct({ ...act, title, tender }, [
      { label: "招标项目", value: bench.lot.tender.name },
      { label: "标段", value: bench.lot.name },
      { label: "成员", value: `${actor.name}（${bench.member.number} 号）` },
    ]);
  });
}

function checkTurn({ committee, member }: OwnBench, act: EntryAct): void {
  const { states, before, rules } = ENTRIES[act];
  const turn = (states as readonly string[]).includes(committee.state) && before(member);
  if (!turn) throw new Refusal("STATE_FORBIDS", { state: committee.state, event: act }, rules);
}

/** The declaration names every bidder, so that it is good for these bids and no others. */
async function actOf(tx: Tx, { lot, member }: OwnBench, act: EntryAct): Promise<Act> {
  const bids = act === "declaration" ? (await openedBids(lot.id, tx)).map(({ digest }) => digest).sort() : [];
  const content = canonicalBytes({
    bids,
    lot: lot.code,
    member: member.id,
    text: act === "discipline" ? DISCIPLINE.map(({ zh }) => zh) : [ENTRIES[act].title],
  });
  return {
    act: `evaluation.${act}`,
    tender: refOf(lot),
    subject: member.id,
    digest: bytesToHex(hash(content)),
    title: ENTRIES[act].title,
  };
}

const refOf = (lot: LotWithTender) => ({ id: lot.tender.code, lot: lot.code });

export const signEntryInput = prepareEntryInput.extend({ signed: signedInput });

/**
 * Takes one of the signatures at the door; the last member's carries the committee along. Signed again it changes nothing.
 */
export async function signEntry(
  actor: Actor,
  input: z.output<typeof signEntryInput>,
  deps: Deps,
): Promise<{ readonly state: string }> {
  const { field } = ENTRIES[input.act];
  // Slow checks come before the locks; what they compared with is read once more under them.
  const expected = await inTransaction(async (tx) => actOf(tx, await ownBench(tx, actor, input.lotId), input.act));
  const { bytes, sha256, cms, signerSerial, signerName, partyId } = await acceptAct(
    actor,
    input.signed,
    expected,
    deps,
  );
  return inTransaction(async (tx) => {
    const bench = await ownBench(tx, actor, input.lotId);
    if (bench.member[field]) return { state: bench.committee.state };
    checkTurn(bench, input.act);
    if ((await actOf(tx, bench, input.act)).digest !== expected.digest) throw new Refusal("CONTENT_CHANGED", {});
    const { lot, committee, member } = bench;
    await keepStatement(tx, {
      lotId: lot.id,
      type: "act",
      bytes,
      sha256,
      cms,
      signerSerial,
      signerName,
      partyId,
      subject: member.id,
    });
    await changeMember(tx, member.id, { [field]: await platformNow(tx) });
    await record(tx, actor, {
      action: `evaluation.${input.act}`,
      objectKind: "committee",
      objectId: committee.id,
      lotId: lot.id,
      afterHash: sha256,
      facts: { number: member.number },
    });
    const after = await advanceCommittee(tx, actor, { lot, committee });
    return { state: after.state };
  });
}
