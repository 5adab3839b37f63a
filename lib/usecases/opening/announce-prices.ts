import { parsePolicy } from "@/lib/crypto/policy";
import { SYSTEM } from "@/lib/domain/actor";
import { groupsOf } from "@/lib/domain/envelopes";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById } from "@/lib/store/lots";
import { announce, saveOpenings } from "@/lib/store/openings";
import { report } from "@/lib/store/outbox";
import { currentPolicy } from "@/lib/store/policies";
import type { Deps } from "@/lib/usecases/deps";
import { passedBids } from "./gather-shares";
import { judgedAgain, tellJudgedAgain } from "./judge-resubmissions";
import { openAll } from "./open-frozen";
import { openingList } from "./opening-list";

/**
 * The second session of two envelopes: the forms of the bids that passed the technical review, all at once. Price
 * envelopes of the others stay closed for ever: no share of them was given, so there is nothing to open them with.
 */
export async function announcePrices(lotId: string, deps: Deps): Promise<void> {
  const lot = await lotById(lotId);
  if (lot.pricesAnnouncedAt || !lot.openingEndedAt) return;
  const policy = parsePolicy((await currentPolicy(lotId))!.bytes);
  const groups = groupsOf({ act: "prices", announcedAt: null, endedAt: null }, policy.stages);
  const bids = await passedBids(lotId);
  const opened = await openAll(lotId, bids, groups, deps);
  const again = await judgedAgain(lot, opened, deps);
  await inTransaction(async (tx) => {
    const locked = await lockLot(tx, lotId, "update");
    if (locked.pricesAnnouncedAt || locked.failedAt || locked.terminatedAt || locked.suspendedAt) return;
    const at = await platformNow(tx);
    const lines = opened.map(({ digest, secrets, form, fault }) => ({ digest, secrets, form, causeReason: fault }));
    await saveOpenings(
      tx,
      lotId,
      lines.map((line) => ({ ...line, openedAt: null })),
    );
    await tx.lot.update({ where: { id: lotId }, data: { pricesAnnouncedAt: at } });
    // Confirmed is what was read out: of the first envelope it stands in that session's record.
    await tx.openingCheckIn.updateMany({ where: { lotId }, data: { confirmedAt: null } });
    const good = opened.filter(({ form }) => form !== null).length;
    await announce(tx, lotId, "announcedPrices", { opened: good, count: bids.length });
    await record(tx, SYSTEM, {
      action: "opening.announcePrices",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      facts: { opened: good, passed: bids.length },
    });
    await tellJudgedAgain(tx, locked, again);
    await report(tx, {
      kind: 507,
      op: "update",
      key: locked.code,
      lotId,
      occurredAt: at,
      payload: await openingList(tx, locked),
    });
  });
}
