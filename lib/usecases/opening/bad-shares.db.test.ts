import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalBytes, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { releaseFor, type SealedWork, sealFor } from "@/lib/testing/bidder";
import { useFreshDatabase } from "@/lib/testing/database";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import { advanceOpening } from "./advance-opening";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let lotId: string;
let bidders: Hand[];

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  ({ lotId } = await openLot(world, await hostSide(world)));
  bidders = [];
  for (const name of ["黔岭路桥", "遵义赤水河市政", "乌江源建设", "云雾山建筑"])
    bidders.push(await world.hand(await world.party("bidder", `${name}有限公司`), "bidder", "陈思远"));
}, 120_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

/** Two trustees get each other's shares, and can open neither; the platform's own, which looks before the receipt, gets its. */
function badlyDealt(header: Uint8Array): Uint8Array {
  type Dealt = { ct: string[]; enc: string[] };
  const content = parseCanonical(header) as unknown as { opening: { trustees: [Dealt, Dealt, Dealt] } };
  const [first, , third] = content.opening.trustees;
  [first.ct, third.ct] = [third.ct, first.ct];
  [first.enc, third.enc] = [third.enc, first.enc];
  return canonicalBytes(content as unknown as Json);
}

async function submitted(hand: Hand, price: string, bend?: typeof badlyDealt): Promise<SealedWork> {
  const work = await sealFor(hand, lotId, price, stage.deps, undefined, bend);
  const settled = await submitBid(hand.actor, { bidId: work.bidId, kind: "seal", body: work.request }, stage.deps);
  expect(settled.accepted).toBe(true);
  return work;
}

describe("R-96: an opening that one bidder wants to prevent", () => {
  it("goes on without its bid, whose shares two of three trustees cannot open", { timeout: 120_000 }, async () => {
    const works: SealedWork[] = [];
    for (const [at, hand] of bidders.entries())
      works.push(await submitted(hand, `1234567${at}.00`, at === 3 ? badlyDealt : undefined));
    await stage.goTo(new Date((await lotById(lotId)).deadline!.getTime() + 1000));
    await advanceOpening(lotId, stage.deps);
    for (const [at, work] of works.entries()) await releaseFor(bidders[at]!, work, stage.deps);
    const isAnnounced = async () => {
      await advanceOpening(lotId, stage.deps);
      return (await lotById(lotId)).announcedAt !== null;
    };
    await expect.poll(isAnnounced, { timeout: 60_000, interval: 100 }).toBe(true);
    const bad = await db().bid.findUniqueOrThrow({ where: { id: works[3]!.bidId } });
    const rows = await openedBids(lotId);
    const prices = rows.map(({ form }) => (form as { price?: string } | null)?.price ?? null);
    expect(prices.toSorted()).toEqual(["12345670.00", "12345671.00", "12345672.00", null]);
    expect(rows.find(({ form }) => form === null)).toMatchObject({ digest: bad.digest, causeReason: "share" });
    expect(bad.state).toBe("submitted");
  });
});
