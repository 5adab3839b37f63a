import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { verifyCms } from "@/lib/crypto/cms";
import type { Actor } from "@/lib/domain/actor";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { endSuspension, suspendLot } from "@/lib/store/suspensions";
import {
  acceptAll,
  committeeAtWork,
  enter,
  expertPool,
  openedLot,
  type SeatedHand,
  SPECIALTY,
} from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { refusal } from "@/lib/testing/refused";
import { reviewAll } from "@/lib/testing/review-stage";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { viewRechecks } from "@/lib/usecases/award/view-rechecks";
import { listBidFiles } from "@/lib/usecases/bid/read-bid-file";
import { formCommittee, formCommitteeInput } from "@/lib/usecases/committee/form-committee";
import { replaceMember } from "@/lib/usecases/committee/replace-member";
import { viewCommittee } from "@/lib/usecases/committee/view-committee";
import { viewOversight } from "@/lib/usecases/supervision/view-oversight";
import { STATUS } from "@/lib/web/status";
import { askForTime, viewTime } from "./ask-for-time";
import { argueCompetition, closePreliminary } from "./close-preliminary";
import { draftReport, reportOf } from "./draft-report";
import { rejectBid } from "./reject-bid";
import { reportInterference } from "./report-interference";
import { readRoomFile } from "./room-files";
import { saveFindings } from "./save-findings";
import { ENTRY_ACTS } from "./sign-entry";
import { openSigning, prepareReport, signReport } from "./sign-report";
import { submitReport } from "./submit-report";
import { viewEntry } from "./view-entry";
import { viewReview } from "./view-review";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let host: Host;
let bidders: Hand[];
let pool: readonly Hand[];
let lotId: string;
let bench: readonly SeatedHand[];

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥", "遵义赤水河市政", "贵州乌江源建设"])
    bidders.push(await world.hand(await world.party("bidder", `${name}有限公司`), "bidder", "陈思远"));
  pool = await expertPool(world, 8);
  ({ lotId } = await openedLot(world, stage, host, bidders));
  bench = await committeeAtWork(host.author, lotId, pool, stage.deps);
}, 180_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

describe("R-114: time is short", () => {
  it("1 of 5 → no, 2 of 5 → extend, at once and for everybody; all begin anew", async () => {
    const [a, b, c] = bench.map(({ hand }) => hand.actor);
    const now = async () => viewTime(a!, { lotId });
    const say = async (actor: Actor, short: "yes" | "no", endsAt?: string) =>
      askForTime(actor, { lotId, short, endsAt: endsAt ?? (await now()).endsAt! });
    const started = (await lotById(lotId)).evaluationStartedAt!;
    const first = await now();
    expect(Date.parse(first.endsAt!) - started.getTime()).toBe(8 * 3_600_000);
    expect((await refusal(say(host.author.actor, "yes"))).code).toBe("NOT_ALLOWED");
    for (let twice = 0; twice < 2; twice++) expect(await say(a!, "yes")).toEqual({ prolonged: false });
    expect(await now()).toMatchObject({ asking: 1, members: 5, own: true, endsAt: first.endsAt, prolonged: 0 });
    await say(a!, "no");
    expect(await say(b!, "yes")).toEqual({ prolonged: false });
    // Two at the same moment prolong it once.
    const both = await Promise.allSettled([say(a!, "yes", first.endsAt!), say(c!, "yes", first.endsAt!)]);
    expect(both.map((one) => (one.status === "fulfilled" ? one.value : one.reason.code)).sort()).toEqual([
      "STALE",
      { prolonged: true },
    ]);
    const after = await now();
    expect(after).toMatchObject({ asking: 0, own: false, prolonged: 1 });
    expect(Date.parse(after.endsAt!) - Date.parse(first.endsAt!)).toBe(4 * 3_600_000);
    expect((await viewCommittee(host.author.actor, { lotId })).committee).toMatchObject({ prolonged: 1, hours: 8 });
    const told = await db().message.findMany({ where: { lotId, kind: "evaluation.prolonged" } });
    expect(told.filter(({ personId }) => personId !== null)).toHaveLength(5);
    expect(told.some(({ partyId }) => partyId === host.author.actor.partyId)).toBe(true);
    const acts = await db().auditEntry.findMany({ where: { lotId, action: "evaluation.prolong" } });
    expect(acts.map(({ facts, actorRole }) => [actorRole, facts])).toEqual([
      ["system", { asking: 2, members: 5, from: first.endsAt, to: after.endsAt }],
    ]);
  });
});

describe("R-114: a lot that is suspended", () => {
  it("gives its committee the time back that it stood still, once, when nothing holds it any more", async () => {
    const ends = async () => Date.parse((await viewTime(bench[0]!.hand.actor, { lotId })).endsAt!);
    const before = await ends();
    const [first, second] = [randomUUID(), randomUUID()];
    const hold = (refId: string) =>
      inTransaction((tx) => suspendLot(tx, { lotId, cause: "order", refId, reason: "核查中" }));
    const release = (refId: string) => inTransaction((tx) => endSuspension(tx, lotId, refId));
    await hold(first);
    await hold(second);
    await stage.goTo(new Date((await platformNow()).getTime() + 5 * 3_600_000));
    expect(await release(first)).toBe(false);
    expect(await ends()).toBe(before);
    const { suspendedAt } = await lotById(lotId);
    expect(await release(second)).toBe(true);
    const stood = (await platformNow()).getTime() - suspendedAt!.getTime();
    const given = (await ends()) - before;
    expect(given).toBeGreaterThanOrEqual(5 * 3_600_000);
    expect(given).toBeLessThanOrEqual(stood);
    // A report that was handed in has no time to run, and what had run out before is not begun again.
    const { state } = await db().committee.findUniqueOrThrow({ where: { lotId } });
    await db().committee.update({ where: { lotId }, data: { state: "submitted" } });
    await hold(first);
    await release(first);
    await db().committee.update({ where: { lotId }, data: { state } });
    expect(await ends()).toBe(before + given);
    await db().committee.update({
      where: { lotId },
      data: { endsAt: new Date((await platformNow()).getTime() - 1000) },
    });
    const over = await ends();
    await hold(first);
    await release(first);
    expect(await ends()).toBe(over);
    await db().committee.update({ where: { lotId }, data: { endsAt: new Date(before + given) } });
  });
});

describe("R-112: the venue", () => {
  it("login outside venue → 403 with the rule, at the door and at the desk; inside everything opens", async () => {
    const { actor } = bench[0]!.hand;
    const inside = { ...actor, address: "10.1.7.20" };
    const outside = { ...actor, address: "10.2.7.20" };
    vi.stubEnv("EVALUATION_VENUES", "贵阳中心=10.1.0.0/16");
    // Decided with the committee, from what the platform knows; this one is long at work.
    const { lotId: other } = await openLot(world, host);
    const decision = { lotId: other, size: 5, specialty: SPECIALTY, venue: "贵阳中心" };
    await formCommittee(host.author.actor, formCommitteeInput.parse(decision));
    expect((await viewCommittee(host.author.actor, { lotId: other })).committee!.venue).toBe("贵阳中心");
    const unknown = formCommitteeInput.parse({ ...decision, venue: "遵义中心" });
    expect((await refusal(formCommittee(host.author.actor, unknown))).facts).toEqual({ missing: "venue" });

    await db().committee.update({ where: { lotId }, data: { venue: "贵阳中心" } });
    const [bid] = await openedBids(lotId);
    const { bidId, digest } = bid!;
    const doors = (who: Actor): readonly (() => Promise<unknown>)[] => [
      () => viewEntry(who, { lotId }),
      () => viewReview(who, { lotId }, stage.deps),
      () => viewTime(who, { lotId }),
      () => saveFindings(who, { lotId, findings: [{ digest, item: "price.ceiling", pass: true }] }),
      () => listBidFiles(who, { bidId }, stage.deps),
    ];
    for (const door of doors(outside)) {
      const refused = await refusal(door());
      expect([refused.code, STATUS[refused.code], refused.rules]).toEqual(["OUTSIDE_VENUE", 403, ["R-112"]]);
    }
    for (const door of doors(inside)) await door();
    // Who has no seat learns nothing of a venue, and an installation that forgets it lets nobody in.
    expect((await refusal(viewEntry(host.author.actor, { lotId }))).code).toBe("NOT_ALLOWED");
    vi.stubEnv("EVALUATION_VENUES", "");
    expect((await refusal(viewEntry(inside, { lotId }))).code).toBe("OUTSIDE_VENUE");
    vi.unstubAllEnvs();
    await db().committee.update({ where: { lotId }, data: { venue: null } });
  }, 60_000);
});

describe("R-143: the bid of a candidate that is looked at again", () => {
  it("is read by the committee after its report only while it is asked, and no other bid is", async () => {
    const { actor } = bench[0]!.hand;
    const [asked, other] = (await openedBids(lotId)).map(({ digest }) => digest);
    const read = (key: string) => readRoomFile(actor, { lotId, key, segment: 0, index: 0 }, stage.deps);
    const { state } = await db().committee.findUniqueOrThrow({ where: { lotId } });
    await db().committee.update({ where: { lotId }, data: { state: "submitted" } });
    expect((await refusal(read(asked!))).code).toBe("FILE_MISSING");
    const by = { role: "tenderee", partyId: host.author.actor.partyId!, statementId: crypto.randomUUID() };
    const question = { lotId, digest: asked!, reason: "受理破产申请", at: new Date(), ...by };
    const { id } = await db().candidateRecheck.create({ data: question });
    expect((await read(asked!)).file.name).toBe("施工组织设计.pdf");
    expect((await refusal(read(other!))).code).toBe("FILE_MISSING");
    const [line] = (await viewRechecks(actor, { lotId }, stage.deps)).lines;
    expect(line!.files.filter(({ bid }) => bid === asked)).toHaveLength(3);
    expect(line!.files.some(({ bid }) => bid === other)).toBe(false);
    await db().candidateRecheck.delete({ where: { id } });
    await db().committee.update({ where: { lotId }, data: { state } });
  });
});

describe("R-120, R-122: too few bids", () => {
  it("two valid bids want the argument; lacking competition rejects all and the lot fails", async () => {
    const first = bench[0]!.hand;
    await expectReported(lotId, bench[2]!.hand);
    await reviewAll(lotId, bench, [{ seats: [1, 2, 3, 4, 5], bid: 2, item: "price.ceiling" }]);
    const rows = await openedBids(lotId);
    const digest = rows.find(({ number }) => number === 2)!.digest;
    const above = { lotId, digest, item: "price.ceiling", facts: "报价高于最高投标限价" };
    await rejectBid(first.actor, { ...above, ground: "aboveCeiling" });
    expect((await closePreliminary(first.actor, { lotId })).state).toBe("competition");
    const argue = { lotId, verdict: "lacking" as const, argument: "" };
    expect((await refusal(argueCompetition(first.actor, argue))).code).toBe("REASON_NEEDED");
    expect((await refusal(argueCompetition(bench[1]!.hand.actor, argue))).code).toBe("NOT_ALLOWED");
    const argument = "两家报价均接近最高投标限价，不足以形成竞争。";
    expect((await argueCompetition(first.actor, { ...argue, argument })).state).toBe("reporting");
    await draftReport(first.actor, { lotId, candidates: 0 });
    // whoever replaces a member now does the whole review, and the report begins anew.
    const health = { cause: "health" as const, reason: "突发疾病住院" };
    await replaceMember(host.author.actor, { lotId, number: 5, ...health });
    expect(await reportOf(lotId)).toBeNull();
    const sitting = await acceptAll(lotId, pool);
    const comer = sitting.find(({ member }) => member.number === 5)!;
    expect(comer.member.id).not.toBe(bench[4]!.member.id);
    for (const act of ENTRY_ACTS) await enter(comer.hand, lotId, act, stage.deps);
    expect((await refusal(closePreliminary(first.actor, { lotId }))).facts).toEqual({
      missing: "preliminary",
    });
    await reviewAll(lotId, [comer]);
    await closePreliminary(first.actor, { lotId });
    await argueCompetition(first.actor, { ...argue, argument });
    await draftReport(first.actor, { lotId, candidates: 0 });
    await openSigning(first.actor, { lotId }, stage.deps);
    for (const { hand } of sitting) {
      const [own] = await hand.sign([await prepareReport(hand.actor, { lotId }, stage.deps)]);
      await signReport(hand.actor, { lotId, signed: own! }, stage.deps);
    }
    expect((await submitReport(first.actor, { lotId }, stage.deps)).candidates).toBe(0);
    const lot = await lotById(lotId);
    expect([lot.failReason, lot.reportSubmittedAt !== null]).toEqual(["all-bids-rejected", true]);
  }, 120_000);
});

/** a member's report of interference reaches the supervisor of the lot, and nobody on the tenderee's side. */
async function expectReported(lotId: string, member: Hand): Promise<void> {
  const text = "有人来电要求为第二名加分。";
  expect((await refusal(reportInterference(host.author.actor, { lotId, text }, stage.deps))).code).toBe("NOT_ALLOWED");
  await reportInterference(member.actor, { lotId, text }, stage.deps);
  const { tender } = await lotById(lotId);
  const card = await db().party.findUniqueOrThrow({ where: { id: tender.supervisorId } });
  const supervisor = await world.hand(card, "supervisor", "覃正");
  const { interference } = await viewOversight(supervisor.actor, { lotId });
  expect(interference.map((one) => [one.seat, one.text])).toEqual([[3, text]]);
  const kept = await db().statement.findUniqueOrThrow({ where: { id: interference[0]!.id } });
  expect((await verifyCms(kept.bytes, kept.cms!)).ok).toBe(true);
  // Nothing of it is filed under the lot, from which log pages and packages are made; its message is the supervisor's alone.
  expect(kept.lotId).toBeNull();
  expect(await db().auditEntry.count({ where: { lotId, action: "evaluation.interference" } })).toBe(0);
  const told = await db().message.findMany({ where: { kind: "evaluation.interference" } });
  expect(told.map(({ partyId }) => partyId)).toEqual([tender.supervisorId]);
  expect((await refusal(viewOversight(host.author.actor, { lotId }))).code).toBe("NOT_ALLOWED");
}
