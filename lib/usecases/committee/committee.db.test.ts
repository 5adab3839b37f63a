import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { committeeOfLot } from "@/lib/store/committees";
import { lotById } from "@/lib/store/lots";
import { committeeAtWork, expertPool, openedLot } from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { type Host, hostSide } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";

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
  for (const name of ["黔岭路桥工程有限公司", "遵义赤水河市政建设有限公司", "贵州乌江源建设工程有限公司"])
    bidders.push(await world.hand(await world.party("bidder", name), "bidder", "陈思远"));
}, 120_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

describe("R-107…R-112: a committee from forming to the elected chair", () => {
  it("goes all the way", async () => {
    const { lotId } = await openedLot(world, stage, host, bidders);
    const experts = await expertPool(world, 8);
    const seats = await committeeAtWork(host.author, lotId, experts, stage.deps);
    const committee = (await committeeOfLot(lotId))!;
    expect([seats.length, committee.state, committee.chairId]).toEqual([5, "preliminary", seats[0]!.member.id]);
    expect((await lotById(lotId)).evaluationStartedAt).not.toBeNull();
  }, 120_000);
});
