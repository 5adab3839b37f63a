import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entryHash, linkHash } from "@/lib/crypto/audit-chain";
import { SYSTEM } from "@/lib/domain/actor";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { record } from "@/lib/store/audit";
import { lotsToAdvance } from "@/lib/store/openings";
import { endSuspension, suspendLot } from "@/lib/store/suspensions";
import { submitFor } from "@/lib/testing/bidder";
import { useFreshDatabase } from "@/lib/testing/database";
import { type Host, hostSide, type OpenLot, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { obtainDocuments } from "@/lib/usecases/document/obtain-documents";
import type { OrderInput } from "./order-input";
import { orderSuspension, prepareOrder } from "./order-suspension";
import { viewAudit } from "@/lib/usecases/audit/view-audit";
import { stateReason } from "./state-reason";
import { viewLotLog } from "./view-lot-log";
import { viewOversight } from "./view-oversight";
import { viewSupervision } from "./view-supervision";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let host: Host;
let lot: OpenLot;
let supervisor: Hand;
let stranger: Hand;
let bidder: Hand;

beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  lot = await openLot(world, host);
  const party = await db().party.findUniqueOrThrow({ where: { id: host.supervisorId } });
  supervisor = await world.hand(party, "supervisor", "安文博");
  stranger = await world.hand(await world.party("supervisor", "遵义市住房和城乡建设局"), "supervisor", "冉敏");
  bidder = await world.hand(await world.party("bidder", "黔中路桥工程有限公司"), "bidder", "龙正洪");
  await obtainDocuments(bidder.actor, { lotId: lot.lotId });
}, 120_000);
afterAll(() => world.close());

const BASIS = "招标投标法实施条例第六十二条";
const order = (
  kind: OrderInput["kind"],
  reason = "接到投诉，反映招标文件设置不合理条件，需调查核实。",
): OrderInput => ({
  lotId: lot.lotId,
  kind,
  basis: BASIS,
  reason,
});
async function give(hand: Hand, input: OrderInput) {
  const [signed] = await hand.sign([await prepareOrder(hand.actor, input)]);
  return orderSuspension(hand.actor, { ...input, signed: signed! }, world.deps);
}
const lotRow = () => db().lot.findUniqueOrThrow({ where: { id: lot.lotId } });

describe("R-134: a supervisor's order", () => {
  it("is the competent authority's alone, and says exactly what was signed", async () => {
    await expect(prepareOrder(stranger.actor, order("suspend"))).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(prepareOrder(host.author.actor, order("suspend"))).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const [signed] = await supervisor.sign([await prepareOrder(supervisor.actor, order("suspend"))]);
    const changed = { ...order("suspend", "换了一个事由，足够十个字了。"), signed: signed! };
    await expect(orderSuspension(supervisor.actor, changed, world.deps)).rejects.toMatchObject({
      code: "CONTENT_CHANGED",
    });
    const resume = { ...order("resume"), signed: signed! };
    await expect(orderSuspension(supervisor.actor, resume, world.deps)).rejects.toMatchObject({
      code: "CONTENT_CHANGED",
    });
    expect((await lotRow()).suspendedAt).toBeNull();
    await expect(prepareOrder(supervisor.actor, order("resume"))).rejects.toMatchObject({ code: "STATE_FORBIDS" });
  });

  it("suspends in one step: fact, public notice, hub report, messages, log, record", async () => {
    const { number, suspended } = await give(supervisor, order("suspend"));
    expect(suspended).toBe(true);
    const row = await lotRow();
    expect(row.suspendedAt).not.toBeNull();
    expect(number).toBe(`${row.code}-JD01`);
    const notice = await db().notice.findFirstOrThrow({ where: { type: "suspensionNotice" } });
    const content = notice.content as unknown as NoticeContent;
    expect(notice.publishedAt).not.toBeNull();
    expect(notice.originalId).toBe(lot.noticeId);
    expect(JSON.stringify(content)).toContain(BASIS);
    expect(JSON.stringify(content)).not.toContain(bidder.actor.partyName);
    expect(await db().outboxMessage.count({ where: { kind: 503, key: notice.id } })).toBe(1);
    const told = await db().message.findMany({ where: { kind: "lotSuspended" } });
    expect(new Set(told.map(({ partyId }) => partyId))).toEqual(
      new Set([host.author.actor.partyId, bidder.actor.partyId]),
    );
    expect(await db().logEvent.count({ where: { kind: "supervision-order" } })).toBe(1);
    expect(await db().auditEntry.count({ where: { action: "supervision.order", lotId: lot.lotId } })).toBe(1);
    await expect(prepareOrder(supervisor.actor, order("suspend"))).rejects.toMatchObject({ code: "STATE_FORBIDS" });
  });

  it("leaves bidders their right to submit, and keeps the opening from starting", async () => {
    const work = await submitFor(bidder, lot.lotId, "17356208.50", world.deps);
    expect(work.settled.accepted).toBe(true);
    const { deadline } = await lotRow();
    expect(await lotsToAdvance(new Date(deadline!.getTime() + 1))).not.toContain(lot.lotId);
  });

  it("before the deadline shows the supervisor stages and times, and nothing that counts bids", async () => {
    const view = await viewSupervision(supervisor.actor, {});
    expect(view).toMatchObject({ running: 1, suspended: 1 });
    expect(view.lots[0]).toMatchObject({ stage: "bidding", flag: "suspended" });
    expect((await viewSupervision(stranger.actor, {})).lots).toEqual([]);
    const one = await viewOversight(supervisor.actor, { lotId: lot.lotId });
    expect(one).toMatchObject({ count: null, mayOrder: "resume" });
    expect(one.orders).toHaveLength(1);
    await expect(viewOversight(stranger.actor, { lotId: lot.lotId })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(viewSupervision(bidder.actor, {})).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    expect(JSON.stringify([view, one])).not.toContain(bidder.actor.partyName);
  });

  it("R-159: the record hides the bidders' side without a gap, and notes who looked", async () => {
    const before = await viewLotLog(supervisor.actor, { lotId: lot.lotId, page: 1 });
    expect(before.bidderSide).toBe(false);
    expect(before.entries.map(({ number }) => number)).toEqual(before.entries.map((_, at) => at + 1));
    const hidden = await db().auditEntry.findMany({ where: { lotId: lot.lotId, bidderSide: true } });
    expect(hidden.map(({ action }) => action)).toEqual(expect.arrayContaining(["bid.submit", "document.download"]));
    const shown = new Set(before.entries.map(({ id }) => id));
    expect(hidden.filter(({ id }) => shown.has(id))).toEqual([]);
    expect(JSON.stringify(before)).not.toContain(bidder.actor.partyName);
    // One more submitted bid changes nothing of what is shown.
    await inTransaction((tx) =>
      record(tx, bidder.actor, {
        action: "bid.submit",
        objectKind: "bid",
        objectId: "x",
        lotId: lot.lotId,
        bidderSide: true,
      }),
    );
    const after = await viewLotLog(supervisor.actor, { lotId: lot.lotId, page: 1 });
    expect(after.entries.map(({ number, id }) => [number, id])).toEqual(
      before.entries.map(({ number, id }) => [number, id]),
    );
    expect(await db().auditEntry.count({ where: { action: "audit.view", actorId: supervisor.actor.personId } })).toBe(
      2,
    );
    for (const hand of [stranger, bidder, host.operator])
      await expect(viewLotLog(hand.actor, { lotId: lot.lotId, page: 1 })).rejects.toMatchObject({
        code: "NOT_ALLOWED",
      });
    await expect(viewLotLog(SYSTEM, { lotId: lot.lotId, page: 1 })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("resumes, unless something else still holds the lot", async () => {
    const objection = crypto.randomUUID();
    await inTransaction((tx) =>
      suspendLot(tx, { lotId: lot.lotId, cause: "objection", refId: objection, reason: "异议未答复" }),
    );
    expect((await give(supervisor, order("resume", "调查完毕，未发现违法情形，恢复。"))).suspended).toBe(true);
    expect((await lotRow()).suspendedAt).not.toBeNull();
    await inTransaction((tx) => endSuspension(tx, lot.lotId, objection));
    expect((await lotRow()).suspendedAt).toBeNull();
    expect(await db().notice.count({ where: { type: "resumptionNotice" } })).toBe(1);
    const again = await give(supervisor, order("suspend", "再次接到投诉，需要继续调查核实。"));
    expect(again.number).toMatch(/-JD03$/);
    expect((await give(supervisor, order("resume", "调查完毕，未发现违法情形，恢复。"))).suspended).toBe(false);
    expect((await lotRow()).suspendedAt).toBeNull();
  });

  it("of two orders at once one takes force", async () => {
    const [a, b] = await Promise.all(
      [order("suspend"), order("suspend")].map(async (input) => {
        const [signed] = await supervisor.sign([await prepareOrder(supervisor.actor, input)]);
        return { ...input, signed: signed! };
      }),
    );
    const ends = await Promise.allSettled([
      orderSuspension(supervisor.actor, a!, world.deps),
      orderSuspension(supervisor.actor, b!, world.deps),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await give(supervisor, order("resume", "调查完毕，未发现违法情形，恢复。"));
  });

  it("after the announcement the supervisor sees everything of the record by right", async () => {
    const { deadline } = await lotRow();
    await inTransaction(async (tx) =>
      moveSandboxClock(tx, deadline!.getTime() - (await platformNow(tx)).getTime() + 1_000),
    );
    expect((await viewLotLog(supervisor.actor, { lotId: lot.lotId, page: 1 })).bidderSide).toBe(false);
    await db().lot.update({ where: { id: lot.lotId }, data: { announcedAt: await platformNow() } });
    await expect(viewLotLog(supervisor.actor, { lotId: lot.lotId, page: 1 })).rejects.toMatchObject({
      code: "REASON_NEEDED",
    });
    await stateReason(supervisor.actor, { lotId: lot.lotId, reason: "例行检查开标情况。" });
    const view = await viewLotLog(supervisor.actor, { lotId: lot.lotId, page: 1 });
    expect(view.bidderSide).toBe(true);
    expect(view.entries.map(({ action }) => action)).toContain("bid.submit");
  });
});

describe("R-159, ux 7.12: a look after the announcement has a reason", () => {
  const look = (reason: string) => stateReason(supervisor.actor, { lotId: lot.lotId, reason });

  it("is asked before anything is shown, holds for this person and lot, and the auditor reads it", async () => {
    const page = { lotId: lot.lotId, page: 1 };
    await expect(stateReason(stranger.actor, { lotId: lot.lotId, reason: "好奇心驱使" })).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    await look("核查投诉反映的评标问题。");
    const { entries, links } = await viewLotLog(supervisor.actor, page);
    expect(entries.length).toBeGreaterThan(0);
    for (const { text, entryHash: stored, link } of links) {
      expect(entryHash(text)).toBe(stored);
      expect(linkHash(BigInt(link!.seq), link!.prevHash, stored)).toBe(link!.hash);
    }
    const auditor = await world.hand(await world.party("auditor", "贵州省审计厅"), "auditor", "田景行");
    const { looks, lots } = await viewAudit(auditor.actor);
    expect(lots.map(({ id }) => id)).toContain(lot.lotId);
    expect(looks.map(({ reason }) => reason)).toContain("核查投诉反映的评标问题。");
    await expect(viewAudit(bidder.actor)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(viewAudit(host.author.actor)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("holds half an hour", async () => {
    const [now, { offsetMs }] = [await platformNow(), await sandboxState()];
    await inTransaction((tx) => moveSandboxClock(tx, offsetMs + 31 * 60_000));
    expect((await platformNow()).getTime()).toBeGreaterThan(now.getTime());
    await expect(viewLotLog(supervisor.actor, { lotId: lot.lotId, page: 1 })).rejects.toMatchObject({
      code: "REASON_NEEDED",
    });
  });
});
