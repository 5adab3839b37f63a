import { type StampedStage, stamped } from "./archive-stage";
import { openingStage } from "./opening-stage";
import { type Host, hostSide } from "./tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "./tender-world";

const NAMES = ["黔岭路桥", "遵义赤水河市政", "乌江源建设", "云雾山建筑", "铜仁梵净建工"];

export type StampedWorld = {
  readonly world: TenderWorld;
  readonly stage: StampedStage;
  readonly host: Host;
  readonly bidders: readonly Hand[];
  close(): Promise<void>;
};

/** A tenderee, so many bidders, and the real counterparts of an opening with two witnesses and a timestamp authority. */
export async function stampedWorld(bidderCount: number): Promise<StampedWorld> {
  const world = await tenderWorld();
  const stage = await stamped(await openingStage(world, 2));
  Object.assign(world, { deps: stage.deps });
  const host = await hostSide(world);
  const bidders: Hand[] = [];
  for (const name of NAMES.slice(0, bidderCount))
    bidders.push(await world.hand(await world.party("bidder", `${name}有限公司`), "bidder", "陈思远"));
  const close = async () => {
    await stage.close();
    await world.close();
  };
  return { world, stage, host, bidders, close };
}
