import { NO_FUSE } from "@/lib/ordeal/fuse";
import { ownPlatform, type Platform } from "@/lib/ordeal/platform";
import { type Scene, setScene } from "@/lib/ordeal/stage";
import { actionsOf, type Visitor, visitor } from "@/lib/ordeal/visitor";
import { disconnect } from "@/lib/store/db";
import type { BenchPlace } from "./measure";

/** A log that is at it five times a second, as where kills are tried, would be measured too. */
const LOG_INTERVAL_MS = 2_000;

export type AtWork = {
  readonly platform: Platform;
  readonly scene: Scene;
  readonly dataDir: string;
  readonly browser: () => Visitor;
};

/** A whole platform with its people, for the time of one bench. */
export async function atWork<T>({ root, folder, tell }: BenchPlace, work: (at: AtWork) => Promise<T>): Promise<T> {
  const platform = await ownPlatform(root, folder, tell, LOG_INTERVAL_MS);
  try {
    const scene = await setScene(platform, folder, () => undefined);
    const actions = actionsOf(platform.pages);
    return await work({
      platform,
      scene,
      dataDir: folder,
      browser: () => visitor(platform.origin, actions, NO_FUSE),
    });
  } finally {
    await disconnect();
    await platform.stop();
  }
}
