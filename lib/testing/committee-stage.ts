import { bytesToHex, fromHex, randomBytes } from "@/lib/crypto/bytes";
import { drawCommit } from "@/lib/crypto/draw";
import type { Actor } from "@/lib/domain/actor";
import { readsPrices } from "@/lib/domain/envelopes";
import { drawsOf } from "@/lib/domain/method-terms";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { platformNow } from "@/lib/store/clock";
import { committeeOfLot, everyMember, seatedMembers } from "@/lib/store/committees";
import { db, inTransaction } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { lotById } from "@/lib/store/lots";
import { giveRight } from "@/lib/store/people";
import { answerInvitation } from "@/lib/usecases/committee/answer-invitation";
import { commitExpertDraw, prepareExpertDraw, revealExpertDraw } from "@/lib/usecases/committee/draw-experts";
import { type FormCommitteeInput, formCommittee, formCommitteeInput } from "@/lib/usecases/committee/form-committee";
import type { Deps } from "@/lib/usecases/deps";
import { ENTRY_ACTS, type EntryAct, prepareEntry, signEntry } from "@/lib/usecases/evaluation/sign-entry";
import { startEvaluation } from "@/lib/usecases/evaluation/start-evaluation";
import { voteChair } from "@/lib/usecases/evaluation/vote-chair";
import { advanceOpening } from "@/lib/usecases/opening/advance-opening";
import { commitDraw, prepareDraw, revealDraw } from "@/lib/usecases/opening/draw-parameter";
import { finishOpening, prepareFinish } from "@/lib/usecases/opening/finish-opening";
import { sessionOfLot } from "@/lib/usecases/opening/session";
import { releaseFor, type SealedWork, submitFor } from "./bidder";
import type { OpeningStage } from "./opening-stage";
import { resubmitFor } from "./resubmitted";
import { type Host, type LotOptions, openLot } from "./tender-stage";
import type { Hand, TenderWorld } from "./tender-world";

export const SPECIALTY = "市政工程";

/** Asks again until it is no longer NOT_READY: the log needs its intervals. */
export async function whenReady<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "NOT_READY" || tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Bids of all, their opening with everything that is drawn, the session closed by its signed record. */
export async function openedLot(
  world: TenderWorld,
  stage: OpeningStage,
  host: Host,
  bidders: readonly Hand[],
  options: LotOptions & { readonly prices?: readonly string[] } = {},
): Promise<{ readonly tenderId: string; readonly lotId: string }> {
  const { tenderId, lotId } = await openLot(world, host, options);
  await bidAndAnnounce(stage, lotId, bidders, options.prices);
  await closeSession(host.author, lotId, stage.deps);
  return { tenderId, lotId };
}

export async function bidAndAnnounce(
  stage: OpeningStage,
  lotId: string,
  bidders: readonly Hand[],
  prices: readonly string[] = [],
): Promise<void> {
  const works = [];
  for (const [at, bidder] of bidders.entries())
    works.push(await submitFor(bidder, lotId, prices[at] ?? `${12_000_000 + at * 150_000}.00`, stage.deps));
  await closeAndAnnounce(
    stage,
    lotId,
    works.map((work, at) => ({ bidder: bidders[at]!, work })),
  );
}

type BidOf = { readonly bidder: Hand; readonly work: SealedWork };

/**
 * Deadline, closing, the releases of these bids, freeze, shares, announcement.
 * @param options.again bids submitted again in the remedial window in place of a release
 */
export async function closeAndAnnounce(
  stage: OpeningStage,
  lotId: string,
  bids: readonly BidOf[],
  { missing = false, again = [] }: { readonly missing?: boolean; readonly again?: readonly BidOf[] } = {},
): Promise<void> {
  await stage.goTo(new Date((await lotById(lotId)).deadline!.getTime() + 1000));
  const until = async (done: () => Promise<boolean>) => {
    for (let turn = 0; turn < 200; turn++) {
      await advanceOpening(lotId, stage.deps);
      if (await done()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the opening does not go on");
  };
  await until(async () => (await lotById(lotId)).closedAt !== null);
  for (const { bidder, work } of bids) await releaseFor(bidder, work, stage.deps);
  if (again.length > 0) await stage.goTo((await lotById(lotId)).windowEndsAt!);
  for (const { bidder, work } of again)
    if (!(await resubmitFor(bidder, work, stage.deps)).accepted) throw new Error("not taken again");
  if (missing) await stage.goTo(new Date((await lotById(lotId)).remedyEndsAt!.getTime() + 1000));
  await until(async () => (await lotById(lotId)).announcedAt !== null);
}

export async function closeSession(host: Hand, lotId: string, deps: Deps): Promise<void> {
  const terms = (await currentSet(lotId))?.terms as unknown as CompleteTerms;
  const session = await sessionOfLot(await lotById(lotId));
  for (const { name } of readsPrices(session) ? drawsOf(terms.method) : []) {
    const r = randomBytes(32);
    const { specHash } = await prepareDraw(host.actor, { lotId, name });
    await commitDraw(host.actor, { lotId, name, commit: bytesToHex(drawCommit(fromHex(specHash), r)) });
    await whenReady(() => revealDraw(host.actor, { lotId, name, r: bytesToHex(r) }, deps));
  }
  const signed = await host.sign(await prepareFinish(host.actor, { lotId }, deps));
  await finishOpening(host.actor, { lotId, signed }, deps);
}

/** Experts in the pool, each with a certificate. @param employers credit codes, one for each expert from the first on */
export async function expertPool(
  world: TenderWorld,
  count: number,
  employers: readonly string[] = [],
): Promise<readonly Hand[]> {
  const pool = await world.party("evaluator", "黔测综合评标专家库");
  const hands: Hand[] = [];
  for (let n = 0; n < count; n++) {
    const expert = await world.hand(
      pool,
      "evaluator",
      `专家${"甲乙丙丁戊己庚辛壬癸"[n % 10]}${Math.floor(n / 10) || ""}`,
    );
    await db().expert.create({
      data: {
        personId: expert.actor.personId!,
        specialties: [SPECIALTY],
        regionCode: n % 4 === 3 ? "520300" : "520100",
        employerUscc: employers[n] ?? null,
        title: "高级工程师",
        since: new Date("2005-07-01T00:00:00+08:00"),
      },
    });
    hands.push(expert);
  }
  return hands;
}

/** A person of the tenderee, as evaluator in its name, with its certificate. */
export async function representative(world: TenderWorld, host: Host, name: string): Promise<Hand> {
  const { partyId, partyName, uscc } = host.author.actor;
  const hand = await world.hand({ id: partyId!, name: partyName, uscc: uscc! }, "evaluator", name);
  const personId = hand.actor.personId!;
  await inTransaction(async (tx) =>
    giveRight(tx, {
      personId,
      partyId: partyId!,
      role: "tenderee",
      duties: ["operate", "sign"],
      validFrom: await platformNow(tx),
      validTo: null,
    }),
  );
  return hand;
}

export type FormOptions = Partial<Omit<FormCommitteeInput, "lotId" | "representatives">> & {
  readonly representatives?: readonly Hand[];
};

/** Decides on the committee and draws its experts; nobody has answered yet. */
export async function formedCommittee(
  host: Hand,
  lotId: string,
  deps: Deps,
  { representatives = [], ...options }: FormOptions = {},
): Promise<void> {
  const people = representatives.map(({ actor }) => actor.personId!);
  const form = { lotId, size: 5, specialty: SPECIALTY, ...options, representatives: people };
  await formCommittee(host.actor, formCommitteeInput.parse(form));
  await drawExperts(host.actor, lotId, deps);
}

export async function drawExperts(actor: Actor, lotId: string, deps: Deps): Promise<void> {
  const name = "expert" as const;
  const r = randomBytes(32);
  const { specHash } = await prepareExpertDraw(actor, { lotId, name });
  await commitExpertDraw(actor, { lotId, name, commit: bytesToHex(drawCommit(fromHex(specHash), r)) });
  await whenReady(() => revealExpertDraw(actor, { lotId, name, r: bytesToHex(r) }, deps));
}

/** Whose hand a person's is, among those a test made. */
export const handOf = (hands: readonly Hand[], personId: string): Hand => {
  const hand = hands.find(({ actor }) => actor.personId === personId);
  if (!hand) throw new Error(`nobody made ${personId}`);
  return hand;
};

/** Everybody asked accepts; returns the seats with their hands, by number. */
export async function acceptAll(lotId: string, hands: readonly Hand[]) {
  const committee = (await committeeOfLot(lotId))!;
  for (const { personId, state } of await everyMember(committee.id))
    if (state === "invited")
      await answerInvitation(handOf(hands, personId).actor, { lotId, answer: "accept", reason: "" });
  return (await seatedMembers(committee.id)).map((member) => ({ member, hand: handOf(hands, member.personId) }));
}

/** One signature at the door. */
export async function enter({ actor, sign }: Hand, lotId: string, act: EntryAct, deps: Deps) {
  const [signed] = await sign([await prepareEntry(actor, { lotId, act })]);
  return signEntry(actor, { lotId, act, signed: signed! }, deps);
}

export type SeatedHand = Awaited<ReturnType<typeof acceptAll>>[number];

/**
 * A committee at work: formed, drawn, accepted, started, signed in, with its chair (the first seat), in state
 * `preliminary`; all by the use cases.
 */
export async function committeeAtWork(
  host: Hand,
  lotId: string,
  hands: readonly Hand[],
  deps: Deps,
  options: FormOptions = {},
): Promise<readonly SeatedHand[]> {
  await formedCommittee(host, lotId, deps, options);
  const all = [...hands, ...(options.representatives ?? [])];
  const seats = await acceptAll(lotId, all);
  await startEvaluation(host.actor, { lotId });
  for (const act of ENTRY_ACTS) for (const { hand } of seats) await enter(hand, lotId, act, deps);
  for (const { hand } of seats) await voteChair(hand.actor, { lotId, memberId: seats[0]!.member.id, ballot: 1 });
  return seats;
}
