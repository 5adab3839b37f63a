import { platformNow } from "@/lib/store/clock";
import { lotById } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";
import { standingsAllowFreeze } from "@/lib/usecases/trust/mark-standing";
import { announceLot } from "./announce-lot";
import { closeLot } from "./close-lot";
import { freezeLot } from "./freeze-lot";
import { gatherShares } from "./gather-shares";

/**
 * Goes on with the opening of one lot as far as time and facts allow: close, freeze, shares, announcement.
 * Nobody starts it, a late call changes nothing, a repeated one neither; killed anywhere, the next call goes on.
 */
export async function advanceOpening(lotId: string, deps: Deps): Promise<void> {
  const lot = await lotById(lotId);
  const now = await platformNow();
  if (!lot.publishedAt || !lot.deadline || now < lot.deadline) return;
  if (lot.announcedAt || lot.failedAt || lot.terminatedAt || lot.suspendedAt) return;
  if (!lot.closedAt) await closeLot(lotId, deps);
  if (!lot.frozenAt && !(await standingsAllowFreeze(await lotById(lotId), now, deps))) return;
  if (!(await freezeLot(lotId, deps))) return;
  if (await gatherShares(lotId, deps)) await announceLot(lotId, deps);
}
