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
 * Reads the bids that were not intact at the closing once more when the freeze is due: an object store that gave other
 * bytes may have been mended from its replica, and a bid is not lost for our fault (protocol §9, decrypt). One that stays
 * broken holds the freeze up until the remedial window is over, and no longer (see `freezeLot`).
 */
export async function mendSeals(lotId: string, now: Date, deps: Deps): Promise<void> {
  const bids = await openedBids(lotId);
  const broken = bids.filter(({ intact }) => !intact);
  const { remedyEndsAt } = await lotById(lotId);
  if (broken.length === 0 || !remedyEndsAt) return;
  const over = now >= remedyEndsAt;
  if (!over && bids.some(({ released }) => !released)) return;
  if (!over && machineMs() - (lookedAt.get(lotId) ?? 0) < EVERY_MS) return;
  lookedAt.set(lotId, machineMs());
  const mended: string[] = [];
  for (const { digest } of broken) {
    const sealed = await sealedBid(digest);
    if (sealed && (await isIntact(sealed, deps))) mended.push(digest);
  }
  if (mended.length > 0) await noteMended(lotId, mended);
  if (over || mended.length === broken.length) lookedAt.delete(lotId);
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
