import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromHex } from "@/lib/crypto/bytes";
import { blindedRoot } from "@/lib/crypto/draw";
import { parseDrawSpec, performDraw } from "@/lib/crypto/draw-statements";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { toBase64url } from "@/lib/crypto/bytes";
import { committeeOfLot, everyMember, seatOf } from "@/lib/store/committees";
import { db, inTransaction } from "@/lib/store/db";
import { type DrawParty, drawsOfKind } from "@/lib/store/draws";
import { lotById } from "@/lib/store/lots";
import {
  acceptAll,
  bidAndAnnounce,
  closeSession,
  committeeAtWork,
  drawExperts,
  enter,
  expertPool,
  formedCommittee,
  handOf,
  openedLot,
  representative,
  SPECIALTY,
} from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest } from "@/lib/testing/identity";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { refusal } from "@/lib/testing/refused";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { startEvaluation } from "@/lib/usecases/evaluation/start-evaluation";
import { viewEntry } from "@/lib/usecases/evaluation/view-entry";
import { voteChair } from "@/lib/usecases/evaluation/vote-chair";
import { viewHall } from "@/lib/usecases/opening/view-hall";
import { viewTasks } from "@/lib/usecases/work/view-tasks";
import { answerInvitation } from "./answer-invitation";
import { prepareExpertDraw } from "./draw-experts";
import { formCommittee, formCommitteeInput } from "./form-committee";
import { recuseSelf } from "./recuse-self";
import { replaceMember } from "./replace-member";
import { screenCommittee } from "./screen-committee";
import { viewCommittee } from "./view-committee";
import { viewInvitations } from "./view-invitations";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let host: Host;
let bidders: Hand[];
let experts: readonly Hand[];

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥工程有限公司", "遵义赤水河市政建设有限公司", "贵州乌江源建设工程有限公司"])
    bidders.push(await world.hand(await world.party("bidder", name), "bidder", "陈思远"));
  // The last works for a bidder; which lots it bids in nobody knows before the announcement.
  experts = await expertPool(world, 11, [...Array<string>(10).fill("91520100MA6ELSE001"), bidders[0]!.actor.uscc!]);
}, 120_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

const form = (lotId: string, size: number, representatives: readonly Hand[] = []) =>
  formCommittee(
    host.author.actor,
    formCommitteeInput.parse({
      lotId,
      size,
      specialty: SPECIALTY,
      representatives: representatives.map(({ actor }) => actor.personId!),
    }),
  );
const answer = (hand: Hand, lotId: string, how: "accept" | "decline", reason = "") =>
  answerInvitation(hand.actor, { lotId, answer: how, reason });
const text = (value: unknown) =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? String(one) : one));
const liveOf = async (lotId: string) => {
  const committee = (await committeeOfLot(lotId))!;
  const members = await everyMember(committee.id);
  return { committee, members, live: members.filter(({ state }) => ["invited", "accepted"].includes(state)) };
};

describe("R-107: odd, at least five, two thirds of them experts", () => {
  it("refuses every other composition, and everybody who is not the host", async () => {
    const { lotId } = await openLot(world, host);
    const one = await representative(world, host, "代表甲");
    const two = await representative(world, host, "代表乙");
    expect((await refusal(form(lotId, 4))).code).toBe("COMMITTEE_INVALID");
    expect((await refusal(form(lotId, 6))).code).toBe("COMMITTEE_INVALID");
    // 5 with 2 representatives has 3 experts: 60 %.
    expect((await refusal(form(lotId, 5, [one, two]))).code).toBe("COMMITTEE_INVALID");
    const input = formCommitteeInput.parse({ lotId, size: 5, specialty: SPECIALTY });
    for (const { actor } of [bidders[0]!, experts[0]!, host.operator])
      expect((await refusal(formCommittee(actor, input))).code).toBe("NOT_ALLOWED");
    expect((await refusal(formCommittee(guest, input))).code).toBe("SIGN_IN_NEEDED");
    // Strangers to the tenderee cannot represent it.
    expect((await refusal(form(lotId, 5, [bidders[0]!]))).code).toBe("NOT_ALLOWED");
    await form(lotId, 5, [one]);
    // Until the draw the decision may be taken anew, and nothing of the first stays.
    await form(lotId, 5);
    const { committee, members } = await liveOf(lotId);
    expect([committee.expertCount, members.length]).toEqual([5, 0]);
    const nobody = formCommitteeInput.parse({ lotId, size: 5, specialty: "核电工程" });
    await formCommittee(host.author.actor, nobody);
    expect((await refusal(prepareExpertDraw(host.author.actor, { lotId, name: "expert" }))).facts).toEqual({
      missing: "experts",
    });
  }, 60_000);
});

describe("R-108: the draw", () => {
  it("can be computed again by whoever has its inputs, and asks in the order drawn", async () => {
    const { lotId } = await openLot(world, host);
    await formedCommittee(host.author, lotId, stage.deps);
    const [draw] = await drawsOfKind(lotId, "expert");
    const spec = parseDrawSpec(draw!.spec);
    const candidates = draw!.candidates as string[];
    // The specification tells no name: only the root of the blinded list, which the list opens.
    expect(spec.candidates).toBeUndefined();
    expect([spec.candidates_n, spec.count]).toEqual([11, 5]);
    expect(Buffer.from(blindedRoot(fromHex(draw!.blind!), candidates)).toString("hex")).toBe(spec.candidates_root);
    const reveals = (draw!.parties as unknown as DrawParty[]).map(({ party, r }) =>
      canonicalBytes({ fmt: "SBC/1", party, r: toBase64url(fromHex(r!)), spec: draw!.specHash, type: "draw-reveal" }),
    );
    const again = performDraw({ spec: draw!.spec, reveals, checkpointRoot: fromHex(draw!.checkpoint!) });
    expect(again.order).toEqual(draw!.order);
    expect(Buffer.from(again.result).equals(Buffer.from(draw!.result!))).toBe(true);
    const pool = await db().expert.findMany();
    const drawn = again.order.slice(0, 5).map((at) => pool.find(({ id }) => id === candidates[at])!.personId);
    const { members } = await liveOf(lotId);
    expect(members.map(({ personId }) => personId)).toEqual(drawn);
    expect(members.every(({ state }) => state === "invited")).toBe(true);
    // Drawn is drawn: no second decision, no second draw.
    expect((await refusal(form(lotId, 7))).code).toBe("STATE_FORBIDS");
    expect((await refusal(prepareExpertDraw(host.author.actor, { lotId, name: "expert" }))).code).toBe("STATE_FORBIDS");
  }, 60_000);

  it("R-110, R-111: who declines is replaced by the next reserve; the host reads numbers, never names", async () => {
    const { lotId } = await openLot(world, host);
    await formedCommittee(host.author, lotId, stage.deps);
    const [first, second] = (await liveOf(lotId)).live.map(({ personId }) => handOf(experts, personId));
    expect((await refusal(answer(first!, lotId, "decline"))).code).toBe("REASON_NEEDED");
    await answer(first!, lotId, "decline", "出差在外");
    await answer(first!, lotId, "decline", "出差在外");
    const { committee, live } = await liveOf(lotId);
    expect([live.length, live.filter(({ number }) => number === 1).length]).toEqual([5, 1]);
    expect((await seatOf(lotId, first!.actor.personId!))?.state).toBe("declined");
    // Declined stays declined; others have nothing to answer, whether they are experts or not.
    expect((await refusal(answer(first!, lotId, "accept"))).code).toBe("STATE_FORBIDS");
    for (const stranger of [bidders[0]!, host.author])
      expect((await refusal(answer(stranger, lotId, "accept"))).code).toBe("NOT_ALLOWED");
    await answer(second!, lotId, "accept");
    expect(committee.state).toBe("forming");
    const shown = text(await viewCommittee(host.author.actor, { lotId }));
    const messages = text(await db().message.findMany({ where: { lotId } }));
    for (const { actor } of experts) {
      expect(shown).not.toContain(actor.personId);
      expect(shown).not.toContain(actor.name);
      expect(messages).not.toContain(actor.name);
    }
    expect((await refusal(viewCommittee(bidders[0]!.actor, { lotId }))).code).toBe("NOT_ALLOWED");
    expect((await refusal(viewCommittee(second!.actor, { lotId }))).code).toBe("NOT_ALLOWED");
    // Before the start nobody is let into the room, and a member sees no names.
    expect((await viewEntry(second!.actor, { lotId })).seats.every(({ name }) => name === null)).toBe(true);
    expect((await refusal(viewEntry(first!.actor, { lotId }))).code).toBe("NOT_ALLOWED");
    const kinds = async ({ actor }: Hand) =>
      (await viewTasks(actor, {}, stage.deps)).groups.flatMap(({ tasks }) => tasks.map(({ key }) => key));
    const third = handOf(experts, (await liveOf(lotId)).live.find(({ state }) => state === "invited")!.personId);
    expect((await kinds(third)).some((key) => key.startsWith("evaluation.answer"))).toBe(true);
    expect((await viewInvitations(third.actor)).some((line) => line.lotId === lotId)).toBe(true);
  }, 60_000);
});

describe("R-109: employers and bidders", () => {
  it("are compared inside the system after the announcement, not before; a hit is replaced", async () => {
    const { lotId } = await openLot(world, host);
    const inside = experts[10]!;
    // Size 7 and its reserves: everybody of the pool is on the list, so the one who must not is as well.
    await formedCommittee(host.author, lotId, stage.deps, { size: 9 });
    const before = await liveOf(lotId);
    const asked = before.live.some(({ personId }) => personId === inside.actor.personId);
    await acceptAll(lotId, experts);
    expect((await liveOf(lotId)).committee.state).toBe("ready");
    expect((await refusal(startEvaluation(host.author.actor, { lotId }))).facts).toEqual({ missing: "announcement" });
    await screenCommittee(lotId);
    expect((await liveOf(lotId)).committee.screenedAt).toBeNull();

    await bidAndAnnounce(stage, lotId, bidders);
    expect((await refusal(startEvaluation(host.author.actor, { lotId }))).facts).toEqual({ missing: "openingRecord" });
    await screenCommittee(lotId);
    await screenCommittee(lotId);
    const { committee, live, members } = await liveOf(lotId);
    expect(live.some(({ personId }) => personId === inside.actor.personId)).toBe(false);
    const hit = members.filter(({ personId }) => personId === inside.actor.personId);
    if (asked) {
      expect(hit.map(({ state, cause }) => [state, cause])).toEqual([["recused", "1"]]);
      expect([committee.state, live.length]).toEqual(["forming", 9]);
    }
    await acceptAll(lotId, experts);
    await closeSession(host.author, lotId, stage.deps);
    expect(await startEvaluation(host.author.actor, { lotId })).toEqual({ started: true, replaced: 0 });
    expect((await refusal(startEvaluation(host.author.actor, { lotId }))).code).toBe("STATE_FORBIDS");
    // The public hall and every other page still know nothing of the members.
    const hall = text(await viewHall(guest, { lotId }));
    for (const { actor } of experts) expect(hall).not.toContain(actor.name);
  }, 120_000);
});

describe("R-109, R-112: the door of the room", () => {
  it("goes from sign-in to the chair; who withdraws there is replaced, and suspension stops everything", async () => {
    const { lotId } = await openedLot(world, stage, host, bidders);
    const one = await representative(world, host, "代表丙");
    await formedCommittee(host.author, lotId, stage.deps, { representatives: [one] });
    const all = [...experts, one];
    const seats = await acceptAll(lotId, all);
    // Formed after the announcement: the one of the bidder's was never in the draw.
    const [draw] = await drawsOfKind(lotId, "expert");
    expect((draw!.candidates as string[]).length).toBe(10);
    expect(seats.map(({ member }) => member.kind)).toEqual([...Array(4).fill("expert"), "representative"]);
    await startEvaluation(host.author.actor, { lotId });

    const [a, b, ...rest] = seats.map(({ hand }) => hand);
    // In order: no promise before the identity is proved, no declaration before all are there.
    expect((await refusal(enter(a!, lotId, "discipline", stage.deps))).code).toBe("STATE_FORBIDS");
    expect((await refusal(enter(bidders[0]!, lotId, "checkIn", stage.deps))).code).toBe("NOT_ALLOWED");
    for (const hand of [a!, b!]) await enter(hand, lotId, "checkIn", stage.deps);
    await enter(a!, lotId, "discipline", stage.deps);
    expect((await viewEntry(a!.actor, { lotId })).bidders).toEqual([]);
    expect((await refusal(enter(a!, lotId, "declaration", stage.deps))).code).toBe("STATE_FORBIDS");
    for (const hand of rest) await enter(hand, lotId, "checkIn", stage.deps);
    // A signature for one seat is not good for another.
    const { prepareEntry, signEntry } = await import("@/lib/usecases/evaluation/sign-entry");
    const [foreign] = await b!.sign([await prepareEntry(rest[0]!.actor, { lotId, act: "discipline" })]);
    const wrong = signEntry(b!.actor, { lotId, act: "discipline", signed: foreign! }, stage.deps);
    expect((await refusal(wrong)).code).toBe("CONTENT_CHANGED");
    for (const hand of [b!, ...rest]) await enter(hand, lotId, "discipline", stage.deps);
    expect((await viewEntry(a!.actor, { lotId })).bidders).toHaveLength(3);
    await enter(a!, lotId, "declaration", stage.deps);

    // Suspended: nobody goes on.
    await db().lot.update({ where: { id: lotId }, data: { suspendedAt: new Date() } });
    expect((await refusal(enter(b!, lotId, "declaration", stage.deps))).code).toBe("SUSPENDED");
    await db().lot.update({ where: { id: lotId }, data: { suspendedAt: null } });

    await recuseSelf(b!.actor, { lotId, cause: "1", reason: "亲属在投标单位任职" });
    await recuseSelf(b!.actor, { lotId, cause: "1", reason: "亲属在投标单位任职" });
    expect((await liveOf(lotId)).committee.state).toBe("forming");
    expect((await refusal(viewEntry(b!.actor, { lotId }))).code).toBe("NOT_ALLOWED");
    const comer = (await liveOf(lotId)).live.find(({ state }) => state === "invited")!;
    expect(comer.number).toBe(seats[1]!.member.number);
    const reserve = handOf(experts, comer.personId);
    await answer(reserve, lotId, "accept");
    // Formed anew and started already: back at the sign-in, for the one who came alone.
    expect((await liveOf(lotId)).committee.state).toBe("signIn");
    expect((await viewEntry(a!.actor, { lotId })).step).toBe("wait");
    await enter(reserve, lotId, "checkIn", stage.deps);
    await enter(reserve, lotId, "discipline", stage.deps);
    for (const hand of [reserve, ...rest]) await enter(hand, lotId, "declaration", stage.deps);
    expect((await liveOf(lotId)).committee.state).toBe("chair");

    // Two level: a new ballot; then the most votes elect.
    const sitting = [a!, reserve, ...rest];
    const idOf = async (hand: Hand) => (await seatOf(lotId, hand.actor.personId!))!.id;
    const [idA, idB, idC] = [await idOf(a!), await idOf(reserve), await idOf(rest[0]!)];
    const vote = (hand: Hand, memberId: string, ballot: number) => voteChair(hand.actor, { lotId, memberId, ballot });
    for (const [at, memberId] of [idA, idA, idB, idB].entries()) {
      expect(await vote(sitting[at]!, memberId, 1)).toEqual({ result: "waiting" });
      expect(await vote(sitting[at]!, memberId, 1)).toEqual({ result: "waiting" });
    }
    expect((await refusal(vote(sitting[0]!, idB, 1))).code).toBe("STATE_FORBIDS");
    expect(await vote(sitting[4]!, idC, 1)).toEqual({ result: "again" });
    expect((await refusal(vote(sitting[0]!, idA, 1))).code).toBe("STALE");
    for (const [at, memberId] of [idA, idA, idB, idB].entries()) await vote(sitting[at]!, memberId, 2);
    expect(await vote(sitting[4]!, idA, 2)).toEqual({ result: "elected" });
    const { committee } = await liveOf(lotId);
    expect([committee.state, committee.chairId]).toEqual(["preliminary", idA]);
    // Nothing recorded tells names or votes.
    const entries = await db().auditEntry.findMany({ where: { lotId, objectKind: "committee" } });
    const facts = text(entries.map((entry) => entry.facts));
    for (const { actor } of all) expect(facts).not.toContain(actor.personId);
    for (const id of [idA, idB, idC]) expect(facts).not.toContain(id);
  }, 120_000);
});

describe("R-110: replacement", () => {
  it("needs a lawful cause, voids the chair that left, and draws again when no reserve is left", async () => {
    const { lotId } = await openedLot(world, stage, host, bidders);
    const seats = await committeeAtWork(host.author, lotId, experts, stage.deps);
    const { committee } = await liveOf(lotId);
    expect([committee.state, committee.chairId]).toEqual(["preliminary", seats[0]!.member.id]);
    const input = { lotId, number: 1, reason: "突发疾病住院" };
    expect((await refusal(replaceMember(seats[0]!.hand.actor, { ...input, cause: "health" }))).code).toBe(
      "NOT_ALLOWED",
    );
    await replaceMember(host.author.actor, { ...input, cause: "health" });
    expect((await liveOf(lotId)).committee).toMatchObject({ state: "forming", chairId: null });
    // Ten eligible, five drawn with five reserves: one decline after another empties the list.
    for (;;) {
      const asked = (await liveOf(lotId)).live.find(({ state }) => state === "invited");
      if (!asked) break;
      await answer(handOf(experts, asked.personId), lotId, "decline", "时间冲突");
    }
    const view = await viewCommittee(host.author.actor, { lotId });
    expect(view.committee).toMatchObject({ openSeats: 1, reserves: 0 });
    expect((await refusal(drawExperts(host.author.actor, lotId, stage.deps))).facts).toEqual({ missing: "experts" });
    const [comer] = await expertPool(world, 1);
    // In the pool from here on: a later draw may take it.
    experts = [...experts, comer!];
    await drawExperts(host.author.actor, lotId, stage.deps);
    expect((await seatOf(lotId, comer!.actor.personId!))?.number).toBe(1);
    await answer(comer!, lotId, "accept");
    expect((await liveOf(lotId)).committee.state).toBe("signIn");
    expect((await lotById(lotId)).evaluationStartedAt).not.toBeNull();
  }, 120_000);
});

describe("two at once", () => {
  it("the same answer twice at the same moment is one answer", async () => {
    const { lotId } = await openLot(world, host);
    await formedCommittee(host.author, lotId, stage.deps);
    const first = handOf(experts, (await liveOf(lotId)).live[0]!.personId);
    await Promise.all([answer(first, lotId, "decline", "出差"), answer(first, lotId, "decline", "出差")]);
    expect((await liveOf(lotId)).live).toHaveLength(5);
    await inTransaction(async (tx) => {
      const asked = await tx.message.count({ where: { lotId, kind: "committee.invited" } });
      expect(asked).toBe(6);
    });
  }, 60_000);
});
