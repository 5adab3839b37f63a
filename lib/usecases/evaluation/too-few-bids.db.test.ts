import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyCms } from "@/lib/crypto/cms";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { acceptAll, committeeAtWork, enter, expertPool, openedLot } from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { refusal } from "@/lib/testing/refused";
import { reviewAll } from "@/lib/testing/review-stage";
import { type Host, hostSide } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { replaceMember } from "@/lib/usecases/committee/replace-member";
import { viewOversight } from "@/lib/usecases/supervision/view-oversight";
import { argueCompetition, closePreliminary } from "./close-preliminary";
import { draftReport, reportOf } from "./draft-report";
import { rejectBid } from "./reject-bid";
import { reportInterference } from "./report-interference";
import { ENTRY_ACTS } from "./sign-entry";
import { openSigning, prepareReport, signReport } from "./sign-report";
import { submitReport } from "./submit-report";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let host: Host;
let bidders: Hand[];
let pool: readonly Hand[];

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥", "遵义赤水河市政", "贵州乌江源建设"])
    bidders.push(await world.hand(await world.party("bidder", `${name}有限公司`), "bidder", "陈思远"));
  pool = await expertPool(world, 8);
}, 120_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

describe("R-120, R-122: too few bids", () => {
  it("two valid bids want the argument; lacking competition rejects all and the lot fails", async () => {
    const { lotId } = await openedLot(world, stage, host, bidders);
    const bench = await committeeAtWork(host.author, lotId, pool, stage.deps);
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
