import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPORT_CHECKLIST } from "@/lib/domain/award";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { endSuspension, suspendLot } from "@/lib/store/suspensions";
import { goTo, reportedLot } from "@/lib/testing/award-stage";
import { expertPool } from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { approve, type Host, hostSide, publish } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { evaluationTasks } from "@/lib/usecases/work/tasks-evaluation";
import { fixWinner, prepareWinner } from "./fix-winner";
import { giveUp, prepareGiveUp } from "./give-up";
import { giveOpinion, prepareOpinion } from "./judge-candidate";
import { prepareChange, reportChange } from "./report-change";
import { prepareLetters, sendLetters } from "./send-letters";
import { submitCandidates } from "./submit-candidates";
import { viewAward } from "./view-award";
import { viewRechecks } from "./view-rechecks";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let host: Host;
let bidders: Hand[];
let members: readonly Hand[];
let lotId: string;
let digests: readonly string[];

beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥工程有限公司", "遵义市政建设有限公司", "乌江源建设工程有限公司", "云雾山建筑有限公司"])
    bidders.push(await world.hand(await world.party("bidder", name), "bidder", "陈思远"));
  ({ lotId, digests } = await reportedLot(world, host, bidders, { bonds: false }));
  members = await expertPool(world, 5);
  await seat(lotId, members);
  const checklist = [...REPORT_CHECKLIST];
  const { noticeId } = await submitCandidates(host.author.actor, { lotId, checklist }, world.deps);
  await approve(host.reviewer, noticeId);
  await publish(world, host.author, noticeId);
  await goTo(new Date((await lotById(lotId)).candidatesTo!.getTime() + 1000));
}, 240_000);
afterAll(() => world.close());

/** The committee that wrote the report, as rows: other tests prove how it came about. */
async function seat(of: string, hands: readonly Hand[]): Promise<void> {
  const at = await platformNow();
  const { id: committeeId } = await db().committee.create({
    data: { lotId: of, size: 5, expertCount: 5, specialty: "市政工程", state: "submitted", createdAt: at },
  });
  for (const [index, { actor }] of hands.entries())
    await db().committeeMember.create({
      data: {
        ...{ committeeId, personId: actor.personId!, kind: "expert", number: index + 1, state: "accepted" },
        ...{ reserveOrder: index, invitedAt: at, answeredAt: at },
      },
    });
}

const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusal(work)).code;

async function report({ actor, sign }: Hand, digest: string) {
  const input = { lotId, digest, reason: "法院于本月裁定受理其破产申请，见全国企业破产重整案件信息网公告。" };
  const [signed] = await sign([await prepareChange(actor, input)]);
  return reportChange(actor, { ...input, signed: signed! }, world.deps);
}

async function say({ actor, sign }: Hand, recheckId: string, fit: "yes" | "no") {
  const input = { lotId, recheckId, fit, reason: "对照招标文件资格条件第三条财务要求。" };
  const [signed] = await sign([await prepareOpinion(actor, input)]);
  return giveOpinion(actor, { ...input, signed: signed! }, world.deps);
}

async function choose(digest: string, ground = "", reason = "") {
  const input = { lotId, digest, ground, reason };
  const [signed] = await host.author.sign([await prepareWinner(host.author.actor, input)]);
  return fixWinner(host.author.actor, { ...input, signed: signed! }, world.deps);
}

const tasksOf = async ({ actor }: Hand) =>
  (await evaluationTasks(actor, await platformNow(), world.deps)).filter(({ kind }) => kind === "evaluation.confirm");

describe("R-143: a candidate's condition changes before the notice", () => {
  let first: string;

  it("report candidate bankruptcy before notice → recheck task to same committee; the award waits", async () => {
    expect(await codeOf(report(bidders[1]!, digests[0]!))).toBe("NOT_ALLOWED");
    expect(await codeOf(report(members[0]!, digests[0]!))).toBe("NOT_ALLOWED");
    // The fourth was never recommended.
    expect(await codeOf(report(host.author, digests[3]!))).toBe("NOT_A_CANDIDATE");
    ({ recheckId: first } = await report(host.author, digests[0]!));
    for (const member of members)
      expect((await tasksOf(member)).map(({ link, rule }) => [link, rule])).toEqual([
        [`/work/evaluations/${lotId}`, "R-143"],
      ]);
    const told = await db().message.findMany({ where: { lotId, kind: "award.recheckAsked" } });
    expect(new Set(told.map(({ personId }) => personId))).toEqual(new Set(members.map(({ actor }) => actor.personId)));
    expect(await codeOf(report(host.author, digests[0]!))).toBe("STATE_FORBIDS");
    const held = await refusal(choose(digests[0]!));
    expect([held.code, held.facts, held.rules]).toEqual(["NOT_READY", { missing: "candidateRecheck" }, ["R-143"]]);
    // Whoever else is chosen, the question is open.
    expect(await codeOf(choose(digests[1]!, "gaveUp", "来函放弃"))).toBe("NOT_READY");
  }, 120_000);

  it("each member says once, signed; the majority confirms and the award goes on", async () => {
    const stranger = (await expertPool(world, 1))[0]!;
    expect(await codeOf(say(stranger, first, "yes"))).toBe("NOT_ALLOWED");
    expect(await codeOf(say(host.author, first, "yes"))).toBe("NOT_ALLOWED");
    expect(await codeOf(viewRechecks(host.author.actor, { lotId }, world.deps))).toBe("NOT_ALLOWED");
    expect(await say(members[0]!, first, "yes")).toEqual({ outcome: null });
    expect(await codeOf(say(members[0]!, first, "no"))).toBe("STATE_FORBIDS");
    await inTransaction((tx) => suspendLot(tx, { lotId, cause: "order", refId: lotId, reason: "责令暂停" }));
    expect(await codeOf(say(members[1]!, first, "no"))).toBe("SUSPENDED");
    await inTransaction((tx) => endSuspension(tx, lotId, lotId));
    expect(await say(members[1]!, first, "no")).toEqual({ outcome: null });
    expect(await tasksOf(members[1]!)).toEqual([]);
    expect(await say(members[2]!, first, "yes")).toEqual({ outcome: null });
    // Two at the same moment decide it once.
    const both = await Promise.allSettled([say(members[3]!, first, "yes"), say(members[4]!, first, "yes")]);
    expect(both.map((one) => (one.status === "fulfilled" ? one.value.outcome : one.reason.code)).sort()).toEqual([
      "STATE_FORBIDS",
      "confirmed",
    ]);
    const [line] = (await viewRechecks(members[1]!.actor, { lotId }, world.deps)).lines;
    expect(line).toMatchObject({ answered: 4, outcome: "confirmed", open: false, own: { fit: false }, files: [] });
    const { rechecks } = await viewAward(host.author.actor, { lotId });
    expect(rechecks).toMatchObject([{ digest: digests[0], outcome: "confirmed", answered: 4, role: "tenderee" }]);
    await choose(digests[0]!);
    const kept = await db().statement.findMany({ where: { lotId, subject: first } });
    expect([kept.length, kept.every(({ cms }) => cms !== null)]).toEqual([4, true]);
    expect(await db().logEvent.count({ where: { lotId, kind: "candidate-opinion" } })).toBe(4);
  }, 120_000);

  it("a winner fixed already and not confirmed gets no letter; taken back, the next is chosen", async () => {
    const letters = async () => {
      const signed = await host.author.sign(await prepareLetters(host.author.actor, { lotId }, world.deps));
      return sendLetters(host.author.actor, { lotId, signed }, world.deps);
    };
    const early = await host.author.sign(await prepareLetters(host.author.actor, { lotId }, world.deps));
    const { recheckId } = await report(host.author, digests[0]!);
    expect(await codeOf(letters())).toBe("NOT_READY");
    // Letters that were signed before the report are held by it all the same.
    expect(await codeOf(sendLetters(host.author.actor, { lotId, signed: early }, world.deps))).toBe("NOT_READY");
    for (const member of members.slice(0, 2)) await say(member, recheckId, "no");
    expect(await say(members[2]!, recheckId, "no")).toEqual({ outcome: "unfit" });
    expect(await codeOf(say(members[3]!, recheckId, "yes"))).toBe("STATE_FORBIDS");
    const gone = await db().message.findMany({ where: { lotId, kind: "award.notConfirmed" } });
    expect(gone.map(({ partyId }) => partyId)).toEqual([bidders[0]!.actor.partyId]);
    expect(await codeOf(letters())).toBe("NOT_A_CANDIDATE");
    expect(await codeOf(report(host.author, digests[0]!))).toBe("NOT_A_CANDIDATE");
    const away = { lotId, ground: "illegality" as const, reason: "原评标委员会审查后不予确认。" };
    const [signed] = await host.author.sign([await prepareGiveUp(host.author.actor, away)]);
    await giveUp(host.author.actor, { ...away, signed: signed! }, world.deps);
    expect(await codeOf(choose(digests[0]!))).toBe("NOT_A_CANDIDATE");
    await choose(digests[1]!);
    expect(await letters()).toEqual({ sent: 4 });
    expect(await codeOf(report(host.author, digests[1]!))).toBe("STATE_FORBIDS");
  }, 120_000);
});
