import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timeSources } from "@/lib/adapters/time/sources";
import { demoTsaKey, type RunningTsa, startDemoTsa } from "@/lib/adapters/tsa/demo/server";
import { decodeBase64 } from "@/lib/crypto/binding";
import { clockWatch } from "@/lib/store/clock-watch";
import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { sealFor, withdrawFor } from "@/lib/testing/bidder";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import type { Deps } from "@/lib/usecases/deps";
import { extendDeadline, prepareExtension } from "@/lib/usecases/notice/extend-deadline";
import { dueExtensions, offeredExtension } from "@/lib/usecases/notice/offered-extension";
import { advanceOpening } from "@/lib/usecases/opening/advance-opening";
import { tenderTasks } from "@/lib/usecases/work/tasks-tender";
import { watchClock } from "./watch-clock";

useFreshDatabase({ sandbox: true });

const folder = mkdtempSync(join(tmpdir(), "clock-"));
/** How far the authority's clock is before the platform's, and what it has heard of the sandbox. */
const theirs = { skewMs: 0, movedMs: 0 };
let world: TenderWorld;
let host: Host;
let bidder: Hand;
let lotId: string;
let tsa: RunningTsa;
let deps: Deps;

beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  ({ lotId } = await openLot(world, host));
  bidder = await world.hand(await world.party("bidder", "黔岭路桥工程有限公司"), "bidder", "陈思远");
  const now = () => new Date(performance.timeOrigin + performance.now() + theirs.movedMs + theirs.skewMs);
  tsa = await startDemoTsa(await demoTsaKey(folder), now, 0);
  const publish = async (offsetMs: number) => {
    theirs.movedMs = offsetMs;
  };
  deps = { ...world.deps, timeSources: timeSources({ TSA_URL: tsa.url }), sandboxClock: { publish } };
}, 120_000);
afterAll(async () => {
  await tsa.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Platform and authority go on together. */
async function goOn(ms: number): Promise<void> {
  const { offsetMs } = await sandboxState();
  await inTransaction((tx) => moveSandboxClock(tx, offsetMs + ms));
  theirs.movedMs = offsetMs + ms;
}
const ahead = async (ms: number) =>
  goOn((await lotById(lotId)).deadline!.getTime() - ms - (await platformNow()).getTime());
const audit = (action: string) => db().auditEntry.findMany({ where: { action }, orderBy: { at: "asc" } });
const MINUTE = 60_000;

describe("protocol 5.1, R-84: a clock that is off", () => {
  it("set forward, closes no lot: it is measured before a deadline counts as passed", async () => {
    const { deadline } = await lotById(lotId);
    await db().lot.update({ where: { id: lotId }, data: { deadline: new Date((await platformNow()).getTime() - 1) } });
    theirs.skewMs = -10 * MINUTE;
    await advanceOpening(lotId, deps);
    const lot = await lotById(lotId);
    expect([lot.intake, lot.closedAt]).toEqual(["open", null]);
    await db().lot.update({ where: { id: lotId }, data: { deadline } });
    theirs.skewMs = 0;
    expect(await watchClock(deps)).toBe("well");
    expect((await clockWatch()).stoppedAt).toBeNull();
  });

  it("by less than a second is told, and stops nothing", async () => {
    theirs.skewMs = 950;
    expect(await watchClock(deps)).toBe("out");
    const { state, offsetMs, agreeing, asked, stoppedAt } = await clockWatch();
    expect({ state, agreeing, asked, stoppedAt }).toEqual({ state: "out", agreeing: 1, asked: 1, stoppedAt: null });
    expect(offsetMs).toBeLessThan(-500);
    // Operators hear of it, once, not at every look.
    await watchClock(deps);
    const { personId } = host.operator.actor;
    expect(await db().message.count({ where: { personId, kind: "clock.drifting" } })).toBe(1);
  });

  it("by more refuses seals and withdrawals with a signed no; nothing arrives, what was submitted stands", async () => {
    const first = await sealFor(bidder, lotId, "99.00", deps);
    expect(
      (await submitBid(bidder.actor, { bidId: first.bidId, kind: "seal", body: first.request }, deps)).accepted,
    ).toBe(true);
    const arrivals = await db().arrival.count();
    theirs.skewMs = -2_500;
    expect(await watchClock(deps)).toBe("off");
    const { stoppedAt } = await clockWatch();
    const next = await sealFor(bidder, lotId, "98.00", deps);
    const no = await submitBid(bidder.actor, { bidId: next.bidId, kind: "seal", body: next.request }, deps);
    if (no.accepted) expect.unreachable();
    expect([no.refusal?.code, no.refusal?.rules, no.refusal?.facts]).toEqual([
      "CLOCK_OFF",
      ["R-84"],
      { since: stoppedAt },
    ]);
    expect(JSON.parse(new TextDecoder().decode(decodeBase64(no.statement)))).toMatchObject({
      type: "refusal",
      reason: "CLOCK_OFF",
      rules: ["R-84"],
    });
    expect(await withdrawFor(bidder, next.bidId, deps)).toMatchObject({ refusal: { code: "CLOCK_OFF" } });
    expect(await db().arrival.count()).toBe(arrivals);
    // Repeating what arrived before is no arrival: it is given its receipt.
    const again = await submitBid(bidder.actor, { bidId: first.bidId, kind: "seal", body: first.request }, deps);
    expect(again.accepted).toBe(true);
  }, 60_000);

  it("is recorded once, in the sources' time, with a signed statement in the log; operators are told", async () => {
    theirs.skewMs = -4_000;
    await watchClock(deps);
    await watchClock(deps);
    const [outage, ...others] = await db().outage.findMany({ where: { endedAt: null } });
    expect(others).toEqual([]);
    expect(outage!.offsetMs).toBeGreaterThan(3_800);
    const [, entry] = await audit("clock.stop");
    const statement = await db().statement.findUniqueOrThrow({ where: { id: entry!.objectId } });
    const said = JSON.parse(new TextDecoder().decode(statement.bytes));
    expect(said).toMatchObject({ type: "clock", state: "stopped", sources: [tsa.url] });
    // The clock itself was two and a half seconds ahead of what it says of itself here.
    expect(entry!.at.getTime() - new Date(said.at).getTime()).toBeGreaterThan(2_000);
    expect(await db().logEvent.count({ where: { hash: statement.sha256, kind: "clock" } })).toBe(1);
    const { personId } = host.operator.actor;
    expect(await db().message.count({ where: { personId, kind: "clock.stopped" } })).toBe(2);
  });

  it("stays off while its source is silent; right again, the same seal is taken and openings go on", async () => {
    const work = await sealFor(bidder, lotId, "97.00", deps);
    const send = () => submitBid(bidder.actor, { bidId: work.bidId, kind: "seal", body: work.request }, deps);
    expect((await send()).accepted).toBe(false);
    expect(await watchClock({ ...deps, timeSources: timeSources({ TSA_URL: "http://127.0.0.1:9" }) })).toBe("unknown");
    expect((await send()).accepted).toBe(false);
    theirs.skewMs = -950;
    await watchClock(deps);
    expect((await send()).accepted).toBe(false);
    theirs.skewMs = 0;
    expect(await watchClock(deps)).toBe("well");
    expect((await send()).accepted).toBe(true);
    const [, entry] = await audit("clock.resume");
    expect(entry!.facts).toMatchObject({ from: expect.any(String), at: expect.any(String) });
    expect(await db().outage.count({ where: { endedAt: null } })).toBe(0);
  }, 60_000);

  it("silence alone stops nobody (settled 11)", async () => {
    expect(await watchClock({ ...deps, timeSources: timeSources({ TSA_URL: "http://127.0.0.1:9" }) })).toBe("unknown");
    expect((await clockWatch()).stoppedAt).toBeNull();
    await watchClock(deps);
  });

  it("a sandbox clock that was moved on purpose is not off, though its authority has not heard yet (settled 13)", async () => {
    const { offsetMs } = await sandboxState();
    await inTransaction((tx) => moveSandboxClock(tx, offsetMs + 30 * MINUTE));
    const outages = await db().outage.count();
    expect(await watchClock(deps)).toBe("well");
    expect(theirs.movedMs).toBe(offsetMs + 30 * MINUTE);
    expect(await db().outage.count()).toBe(outages);
  });
});

describe("protocol 5.5: an outage shortly before the deadline", () => {
  const stopped = async (ms: number) => {
    theirs.skewMs = -2_500;
    await watchClock(deps);
    await goOn(ms);
    theirs.skewMs = 0;
    await watchClock(deps);
  };
  const offer = async () => offeredExtension(await lotById(lotId), await platformNow());
  const tell = async () => {
    for (const id of await dueExtensions.due(await platformNow())) await dueExtensions.run(id, deps);
  };
  const told = () => db().message.count({ where: { lotId, kind: "extensionOffered" } });

  it("of a few minutes, or long before, offers nothing", async () => {
    await stopped(20 * MINUTE);
    await ahead(90 * MINUTE);
    await stopped(4 * MINUTE);
    expect(await offer()).toBeNull();
    await tell();
    expect(await told()).toBe(0);
    expect((await refusal(prepareExtension(host.author.actor, { lotId }, deps))).code).toBe("NOT_READY");
  });

  it("gives whoever is in the decryption window the time back", async () => {
    const { lotId: other } = await openLot(world, host);
    const at = await platformNow();
    const [closedAt, windowEndsAt] = [at, new Date(at.getTime() + 5 * MINUTE)];
    const remedyEndsAt = new Date(at.getTime() + 30 * MINUTE);
    await db().lot.update({ where: { id: other }, data: { closedAt, windowEndsAt, remedyEndsAt } });
    await stopped(10 * MINUTE);
    const lot = await lotById(other);
    const [window, remedy] = [
      lot.windowEndsAt!.getTime() - windowEndsAt.getTime(),
      lot.remedyEndsAt!.getTime() - remedyEndsAt.getTime(),
    ];
    expect(window).toBe(remedy);
    expect(Math.abs(window - 10 * MINUTE)).toBeLessThan(30_000);
    expect(await db().openingEvent.count({ where: { lotId: other, kind: "window" } })).toBe(1);
  }, 60_000);

  it("offers the tenderee one signed act that moves the deadline, and everybody is told", async () => {
    const { deadline } = await lotById(lotId);
    const offered = await offer();
    expect(offered!.deadline.getTime() - deadline!.getTime()).toBe(60 * MINUTE);
    await tell();
    await tell();
    expect(await told()).toBe(1);
    const tasks = await tenderTasks(host.author.actor, await platformNow(), deps);
    expect(tasks.find(({ kind }) => kind === "lot.extend")).toMatchObject({ due: deadline, rule: "R-84" });
    expect((await refusal(prepareExtension(bidder.actor, { lotId }, deps))).code).toBe("NOT_ALLOWED");
    const items = await prepareExtension(host.author.actor, { lotId }, deps);
    // Prepared and left, it is the same again.
    expect(await prepareExtension(host.author.actor, { lotId }, deps)).toHaveLength(items.length);
    const signed = await host.author.sign(await prepareExtension(host.author.actor, { lotId }, deps));
    const { noticeId } = await extendDeadline(host.author.actor, { lotId, signed }, deps);
    expect((await lotById(lotId)).deadline).toEqual(offered!.deadline);
    const notice = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
    expect([notice.type, notice.publishedAt !== null]).toEqual(["amendmentNotice", true]);
    const record = await db().tenderRecord.findFirstOrThrow({ where: { lotId }, orderBy: { version: "desc" } });
    const [outage] = await db().outage.findMany({ orderBy: { begunAt: "desc" }, take: 1 });
    expect(outage).toMatchObject({ hash: expect.any(String), endHash: expect.any(String), note: null });
    expect(JSON.parse(new TextDecoder().decode(record.bytes))).toMatchObject({
      deadline: `${offered!.deadline.toISOString().slice(0, 19)}Z`,
      x: { extended_for: [...offered!.evidence].sort() },
    });
    expect(offered!.evidence).toContain(outage!.hash);
    for (const hash of offered!.evidence) expect(JSON.stringify(notice.content)).toContain(hash);
    // What was lost before the deadline was set anew has been made good.
    expect(await offer()).toBeNull();
  }, 60_000);

  it("cannot be decided after the deadline", async () => {
    await ahead(30 * MINUTE);
    await stopped(10 * MINUTE);
    expect(await offer()).not.toBeNull();
    await goOn(25 * MINUTE);
    expect(await offer()).toBeNull();
    expect((await refusal(prepareExtension(host.author.actor, { lotId }, deps))).code).toBe("NOT_READY");
  });
});
