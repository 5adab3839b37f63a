import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, fromHex, randomBytes } from "@/lib/crypto/bytes";
import { drawCommit, drawResult, drawSeed } from "@/lib/crypto/draw";
import { verifyCms } from "@/lib/crypto/cms";
import { parsePolicy } from "@/lib/crypto/policy";
import { parseReceipt, parseRelease } from "@/lib/crypto/statements";
import { db } from "@/lib/store/db";
import { drawOfKind } from "@/lib/store/draws";
import { lotById } from "@/lib/store/lots";
import { currentPolicy } from "@/lib/store/policies";
import { openedBids } from "@/lib/store/openings";
import { releaseBid } from "./release-bid";
import { releaseFor, releaseStatement, sealFor, submitFor } from "@/lib/testing/bidder";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest } from "@/lib/testing/identity";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { refusal } from "@/lib/testing/refused";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import type { Deps } from "@/lib/usecases/deps";
import { advanceOpening } from "./advance-opening";
import { closeLot } from "./close-lot";
import { decideCause } from "./decide-cause";
import { commitDraw, prepareDraw, revealDraw } from "./draw-parameter";
import { finishOpening, prepareFinish } from "./finish-opening";
import { relayRelease } from "./relay-release";
import { viewHall } from "./view-hall";
import { prepareBid } from "@/lib/usecases/bid/prepare-bid";
import { checkInToOpening } from "./check-in";
import { answerOpeningObjection, confirmLine, objectOpening } from "./object-opening";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let host: Host;
let bidders: Hand[];

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  host = await hostSide(world);
  bidders = [];
  for (const name of [
    "黔岭路桥工程有限公司",
    "遵义赤水河市政建设有限公司",
    "贵州乌江源建设工程有限公司",
    "黔南云雾山建筑工程有限公司",
  ])
    bidders.push(await world.hand(await world.party("bidder", name), "bidder", "陈思远"));
}, 120_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

/** Goes on with the opening until it stands still: the log needs its intervals. */
async function advance(lotId: string, until: () => Promise<boolean>, deps: Deps = stage.deps): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    await advanceOpening(lotId, deps);
    if (await until()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the opening does not go on");
}

/** Protocol §2.11, 3: the platform's own path is in doubt; a witness signs for the time and the release is forwarded. */
async function handInAtWitness(bidder: Hand, work: Parameters<typeof releaseFor>[1], lotId: string): Promise<void> {
  const bytes = await releaseStatement(bidder, work, work.masters.M);
  const bytesBase64 = encodeBase64(bytes);
  const { tender } = parseRelease(bytes);
  const item = { bytesBase64, purpose: "release", tender: tender.lot, title: "解密", lines: [] };
  const [signed] = await bidder.sign([item]);
  const { statement, cms } = signed!;
  const door = `${stage.witnessUrls[0]}/release`;
  const handIn = async (body: object) => {
    const answer = await fetch(door, { method: "POST", body: JSON.stringify(body) });
    return { status: answer.status, ...((await answer.json()) as { receipt: string }) };
  };
  const { receipt } = await handIn({ statement, cms });
  expect((await handIn({ statement, cms })).receipt).toBe(receipt);
  expect((await handIn({ statement: encodeBase64(bytes.slice(1)), cms })).status).toBe(400);
  const relay = (change: object) => relayRelease({ statement, cms, receipt, ...change }, stage.deps);
  const later = receipt.replace(/^\d{4}-/m, "2099-");
  expect((await refusal(relay({ receipt: later }))).code).toBe("SIGNATURE_INVALID");
  const [other] = await bidders[0]!.sign([item]);
  expect((await refusal(relay({ cms: other!.cms }))).code).toBe("SIGNER_MISMATCH");
  expect(await relay({})).toEqual({ released: true });
  expect(await relay({})).toEqual({ released: true });
  const rows = await db().release.findMany({ where: { lotId, channel: "relayed" } });
  expect(rows.map((row) => row.cms !== null)).toEqual([true]);
}

const afterDeadline = async (lotId: string) => stage.goTo(new Date((await lotById(lotId)).deadline!.getTime() + 1000));

describe("R-95: fewer than three bids", () => {
  it("are not opened; nothing is decrypted and the bids go back", async () => {
    const { lotId } = await openLot(world, host);
    for (const bidder of bidders.slice(0, 2)) await submitFor(bidder, lotId, "100.00", stage.deps);
    await afterDeadline(lotId);
    await advanceOpening(lotId, stage.deps);
    const lot = await lotById(lotId);
    expect([lot.failReason, lot.frozenAt, lot.announcedAt]).toEqual(["bids-below-three", null, null]);
    expect(await openedBids(lotId)).toEqual([]);
    const states = await db().bid.findMany({ where: { lotId }, select: { state: true } });
    expect(states.map(({ state }) => state)).toEqual(["returned", "returned"]);
    expect(await db().outboxMessage.count({ where: { lotId, kind: 517 } })).toBe(1);
  }, 120_000);
});

describe("R-96, R-97: submission, opening, announcement", () => {
  it("opens what was submitted, all at once, and nothing before", async () => {
    const { lotId } = await openLot(world, host);
    const works = [];
    for (const [at, bidder] of bidders.entries())
      works.push(await submitFor(bidder, lotId, `1234567${at}.00`, stage.deps));
    for (const { settled } of works) {
      if (!settled.accepted) throw settled.refusal;
      const bytes = decodeBase64(settled.receipt);
      expect(parseReceipt(bytes).status).toBe("accepted");
      expect((await verifyCms(bytes, decodeBase64(settled.cms))).ok).toBe(true);
    }
    // the same request again is the same receipt, not a second bid.
    const again = await submitBid(
      bidders[0]!.actor,
      { bidId: works[0]!.bidId, kind: "seal", body: works[0]!.request },
      stage.deps,
    );
    expect(again.accepted && again.receipt).toBe(works[0]!.settled.accepted && works[0]!.settled.receipt);
    // Before the deadline the hall shows nothing of bids, to the host neither.
    const before = await viewHall(host.author.actor, { lotId });
    expect([before.lines, before.board]).toEqual([[], []]);

    const idle = await world.hand(await world.party("bidder", "只备未投有限公司"), "bidder", "陈思远");
    const { id: draftId } = await prepareBid(idle.actor, { lotId });
    expect((await refusal(checkInToOpening(idle.actor, { bidId: draftId }))).code).toBe("STATE_FORBIDS");
    const unfinished = await sealFor(bidders[1]!, lotId, "1.00", stage.deps);
    await afterDeadline(lotId);
    // uploaded in full and sealed, but late: refused with a signed statement.
    const late = await submitBid(
      bidders[1]!.actor,
      { bidId: unfinished.bidId, kind: "seal", body: unfinished.request },
      stage.deps,
    );
    expect(late.accepted).toBe(false);
    expect(!late.accepted && late.refusal?.code).toBe("BIDDING_CLOSED");
    expect((await verifyCms(decodeBase64((late as { statement: string }).statement), decodeBase64(late.cms))).ok).toBe(
      true,
    );

    // A store that is down says nothing of the seals: the closing waits. One that gives other bytes is found out, and its
    // bids are read again before the freeze: whoever was received is opened.
    const down = { name: "ObjectProblem", code: "unavailable" };
    const store = (get: Deps["objects"]["get"]): Deps => ({ ...stage.deps, objects: { ...stage.deps.objects, get } });
    await expect(
      closeLot(
        lotId,
        store(() => Promise.reject(Object.assign(new Error(), down))),
      ),
    ).rejects.toMatchObject(down);
    expect((await lotById(lotId)).closedAt).toBeNull();
    await closeLot(
      lotId,
      store(async () =>
        (async function* () {
          yield new Uint8Array(3);
        })(),
      ),
    );
    const sealed = await viewHall(guest, { lotId });
    expect(sealed.lines).toHaveLength(4);
    expect(sealed.lines.every((line) => !line.intact && !("bidderName" in line) && !("form" in line))).toBe(true);
    expect((await refusal(releaseFor(bidders[0]!, works[0]!, stage.deps, randomBytes(32)))).code).toBe("WRONG_SECRET");
    const own = await releaseStatement(bidders[0]!, works[0]!, works[0]!.masters.M);
    for (const [from, to, code] of [
      [/"lot":"(\w+)\w"/, '"lot":"$1X"', "WRONG_TENDER"],
      [/,\{"c":[^}]*\}\],"bid"/, '],"bid"', "WRONG_SECRET"],
    ] as const) {
      const statement = encodeBase64(new TextEncoder().encode(new TextDecoder().decode(own).replace(from, to)));
      const given = { bidId: works[0]!.bidId, statement, cms: null, channel: "bidkey" } as const;
      expect((await refusal(releaseBid(bidders[0]!.actor, given, stage.deps))).code, String(from)).toBe(code);
    }
    for (const at of [0, 1]) await releaseFor(bidders[at]!, works[at]!, stage.deps);
    await handInAtWitness(bidders[2]!, works[2]!, lotId);
    await releaseFor(bidders[0]!, works[0]!, stage.deps);
    await advanceOpening(lotId, stage.deps);
    expect((await lotById(lotId)).frozenAt).toBeNull();
    await stage.goTo((await lotById(lotId)).remedyEndsAt!);
    // Two of three suffice, and other lots' openings do not stand behind the third's silence.
    await stage.silenceTrustee(1);
    const silentFrom = performance.now();
    // Once frozen, the store gives each form wrong the first time, and is mended before anybody looks why a bid does not open:
    // a bidder is not blamed for that.
    const formAt = parsePolicy((await currentPolicy(lotId))!.bytes).segments.findIndex(({ form }) => form);
    const spoiled = new Set<string>();
    const flickering = store(async (key, range) => {
      const right = await stage.deps.objects.get(key, range);
      const ofForm = await db().uploadPart.count({ where: { objectKey: key, segment: formAt } });
      if (!ofForm || spoiled.has(key) || (await lotById(lotId)).frozenAt === null) return right;
      spoiled.add(key);
      return (async function* () {
        for await (const piece of right) yield piece.map((octet) => octet ^ 1);
      })();
    });
    await advance(lotId, async () => (await lotById(lotId)).announcedAt !== null, flickering);
    expect(spoiled.size).toBeGreaterThanOrEqual(3);
    expect(performance.now() - silentFrom).toBeLessThan(20_000);
    // Two groups, two statements of each trustee; on the board each trustee stands once.
    const hall = await viewHall(guest, { lotId });
    expect(await db().trusteeShare.count({ where: { lotId } })).toBe(4);
    const named = hall.board.filter(({ kind }) => kind === "share").map(({ facts }) => facts.trustee);
    expect(named.toSorted()).toEqual(
      hall.trustees
        .filter(({ gave }) => gave)
        .map(({ name }) => name)
        .toSorted(),
    );
    expect(named).toHaveLength(2);
    const rows = await openedBids(lotId);
    const prices = rows.map((row) => (row.form as { price?: string } | null)?.price ?? null).sort();
    expect(prices).toEqual(["12345670.00", "12345671.00", "12345672.00", null]);
    // who only began a bid has no say in the session, and cannot hold it up.
    const hold = { bidId: draftId, text: "对开标结果有异议。" };
    expect((await refusal(objectOpening(idle.actor, hold))).code).toBe("STATE_FORBIDS");
    expect((await refusal(confirmLine(idle.actor, { bidId: draftId }))).code).toBe("STATE_FORBIDS");
    expect(await db().openingObjection.count({ where: { lotId } })).toBe(0);
    // after the freeze the fourth comes too late, and a person records the cause.
    expect((await refusal(releaseFor(bidders[3]!, works[3]!, stage.deps))).code).toBe("STATE_FORBIDS");
    expect((await refusal(prepareFinish(host.author.actor, { lotId }, stage.deps))).code).toBe("NOT_READY");
    const missing = rows.find((row) => row.form === null)!;
    await decideCause(host.author.actor, { digest: missing.digest, cause: "revoked", reason: "未持有证书与备份密钥" });
    // the parameters are drawn from two commitments and a checkpoint, and the result can be computed again.
    for (const draw of (await viewHall(host.author.actor, { lotId })).draws) {
      const name = draw.name as "k1";
      const r = randomBytes(32);
      const { specHash } = await prepareDraw(host.author.actor, { lotId, name });
      await commitDraw(host.author.actor, { lotId, name, commit: bytesToHex(drawCommit(fromHex(specHash), r)) });
      const reveal = () =>
        revealDraw(host.author.actor, { lotId, name, r: bytesToHex(r) }, stage.deps).then(
          ({ value }) => value,
          () => "",
        );
      await expect.poll(reveal, { timeout: 20_000 }).not.toBe("");
      const done = (await drawOfKind(lotId, name))!;
      const parties = done.parties as { r: string }[];
      const seed = drawSeed([done.spec, ...parties.map((one) => fromHex(one.r)), fromHex(done.checkpoint!)]);
      expect(drawResult("value", draw.values.length, seed)).toEqual(done.order);
    }
    // what is raised and answered while the host signs is not in that record, so that record closes nothing.
    const early = await host.author.sign(await prepareFinish(host.author.actor, { lotId }, stage.deps));
    const said = await objectOpening(bidders[1]!.actor, { bidId: works[1]!.bidId, text: "请当场核对工期。" });
    const finish = (signed: typeof early) => finishOpening(host.author.actor, { lotId, signed }, stage.deps);
    expect((await refusal(finish(early))).code).toBe("OBJECTION_OPEN");
    await answerOpeningObjection(host.author.actor, { objectionId: said.id, answer: "经核对，与开标一览表一致。" });
    expect((await refusal(finish(early))).code).toBe("CONTENT_CHANGED");
    await finish(await host.author.sign(await prepareFinish(host.author.actor, { lotId }, stage.deps)));
    expect((await lotById(lotId)).openingEndedAt).not.toBeNull();
    const states = await db().bid.findMany({ where: { lotId, digest: { not: null } }, select: { state: true } });
    expect(states.map(({ state }) => state).sort()).toEqual(["opened", "opened", "opened", "revoked"]);
  }, 180_000);
});
