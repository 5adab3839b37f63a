import { platformNow } from "@/lib/store/clock";
import { type LotWithTender, lotById } from "@/lib/store/lots";
import { keepsTime } from "@/lib/usecases/clock/must-keep-time";
import type { Deps } from "@/lib/usecases/deps";
import { standingsAllowFreeze } from "@/lib/usecases/trust/mark-standing";
import { announceLot } from "./announce-lot";
import { announcePrices } from "./announce-prices";
import { closeLot } from "./close-lot";
import { freezeLot } from "./freeze-lot";
import { gatherShares } from "./gather-shares";
import { mendSeals } from "./mend-seals";

/**
 * Goes on with the opening of one lot as far as time and facts allow: close, freeze, shares, announcement.
 * Nobody starts it, a late call changes nothing, a repeated one neither; killed anywhere, the next call goes on.
 */
export async function advanceOpening(lotId: string, deps: Deps): Promise<void> {
  const lot = await lotById(lotId);
  const now = await platformNow();
  if (!lot.publishedAt || !lot.deadline || now < lot.deadline) return;
  if (lot.failedAt || lot.terminatedAt || lot.suspendedAt) return;
  // A clock that was set forward would close a lot early: it opens nothing (protocol §5.1).
  if (!(await keepsTime(deps))) return;
  if (lot.announcedAt) return advancePrices(lot, now, deps);
  if (!lot.closedAt) await closeLot(lotId, deps);
  if (!lot.frozenAt && !(await standingsAllowFreeze(await lotById(lotId), now, deps))) return;
  if (!lot.frozenAt) await mendSeals(lotId, now, deps);
  if (!(await freezeLot(lotId, deps))) return;
  if (await gatherShares(lotId, deps)) await announceLot(lotId, deps);
}

/** Two envelopes: at the time announced to the bidders the price envelopes of those that passed are opened, by themselves. */
async function advancePrices(lot: LotWithTender, now: Date, deps: Deps): Promise<void> {
  if (!lot.pricesAt || now < lot.pricesAt || lot.pricesAnnouncedAt) return;
  if (await gatherShares(lot.id, deps, "prices")) await announcePrices(lot.id, deps);
}
