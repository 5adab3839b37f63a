import { SYSTEM } from "@/lib/domain/actor";
import { machineMs } from "@/lib/kernel/clock";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById } from "@/lib/store/lots";
import { announce, openedBids, saveIntact } from "@/lib/store/openings";
import { sealedBid } from "@/lib/store/sealed-bids";
import type { Deps } from "@/lib/usecases/deps";
import { isIntact } from "./seal-check";

/** A broken body may be large: it is not read over and over while somebody restores it. */
const EVERY_MS = 5_000;
const lookedAt = new Map<string, number>();

/**
 * Reads the bids that were not intact at the closing once more before the freeze, when that is due: an object store that
 * gave other bytes may have been mended from its replica, and a bid is not lost for our fault (protocol §9, decrypt). One
 * that stays broken holds the freeze up until the remedial window is over, and no longer.
 * @returns whether nothing stands against the freeze
 */
export async function sealsHold(lotId: string, now: Date, deps: Deps): Promise<boolean> {
  const bids = await openedBids(lotId);
  const broken = bids.filter(({ intact }) => !intact);
  if (broken.length === 0) return true;
  const { remedyEndsAt } = await lotById(lotId);
  const over = remedyEndsAt !== null && now >= remedyEndsAt;
  if (!over && bids.some(({ released }) => !released)) return true; // the freeze itself says that it is too early
  if (!over && machineMs() - (lookedAt.get(lotId) ?? 0) < EVERY_MS) return false;
  lookedAt.set(lotId, machineMs());
  const mended: string[] = [];
  for (const { digest } of broken) {
    const sealed = await sealedBid(digest);
    if (sealed && (await isIntact(sealed, deps))) mended.push(digest);
  }
  if (mended.length > 0) await noteMended(lotId, mended);
  const whole = mended.length === broken.length;
  if (whole || over) lookedAt.delete(lotId);
  return whole || over;
}

function noteMended(lotId: string, digests: readonly string[]): Promise<void> {
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, lotId, "update");
    if (lot.frozenAt) return;
    await saveIntact(tx, digests);
    const bids = await openedBids(lotId, tx);
    const facts = { intact: bids.filter(({ intact }) => intact).length, count: bids.length };
    await announce(tx, lotId, "sealCheck", facts);
    await record(tx, SYSTEM, { action: "opening.sealCheck", objectKind: "lot", objectId: lotId, lotId, facts });
  });
}
