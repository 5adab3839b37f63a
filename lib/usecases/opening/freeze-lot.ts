import { canonicalBytes, instant } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot } from "@/lib/store/lots";
import { announce, lotStatement, openedBids } from "@/lib/store/openings";
import { resubmissionsOf } from "@/lib/store/resubmissions";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";

/**
 * Freezes who has released and who has not, and what was submitted again (protocol D3), once: when all have and all are intact, or when the remedial
 * window is over. From
 * here on nobody can choose any more, and only now may the trustees give their shares.
 * @returns whether the lot is frozen now
 */
export function freezeLot(lotId: string, deps: Deps): Promise<boolean> {
  return inTransaction(async (tx) => {
    // FOR UPDATE: releases take the share lock, so none can slip in behind the list.
    const lot = await lockLot(tx, lotId, "update");
    if (lot.frozenAt) return true;
    if (!lot.closedAt || !lot.remedyEndsAt || lot.suspendedAt || lot.failedAt || lot.terminatedAt) return false;
    const at = await platformNow(tx);
    const bids = await openedBids(lotId, tx);
    // A bid whose stored bytes are not the sealed ones may be mended until the remedial window is over (mend-seals.ts).
    const all = bids.every((bid) => bid.released && bid.intact);
    if (!all && at < lot.remedyEndsAt) return false;
    const close = await lotStatement(lotId, "close", tx);
    if (!close) throw new Error(`lot ${lot.code} has no closing statement`);
    const tender = { id: lot.tender.code, lot: lot.code };
    const again = new Map((await resubmissionsOf(lotId, tx)).map((one) => [one.digest, one.sealDigest]));
    const listed = [...bids].sort((a, b) => (a.digest < b.digest ? -1 : 1));
    const bytes = canonicalBytes({
      at: instant(at),
      bids: listed.map(({ digest, released }) => ({ bid: digest, released, resubmission: again.get(digest) })),
      close: close.sha256,
      fmt: "SBC/1",
      tender,
      type: "freeze",
    });
    const sha256 = statementHash(bytes);
    const cms = await deps.platform.signStatement(bytes);
    await keepStatement(tx, { lotId, type: "freeze", bytes, sha256, cms, timestamp: true });
    await logEvent(tx, { lotId, tender, kind: "freeze", hash: sha256, at });
    await tx.lot.update({ where: { id: lotId }, data: { frozenAt: at } });
    const released = bids.filter((bid) => bid.released).length;
    await announce(tx, lotId, "frozen", { released, count: bids.length });
    await record(tx, SYSTEM, {
      action: "opening.freeze",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      afterHash: sha256,
      facts: { released, count: bids.length },
    });
    return true;
  });
}
