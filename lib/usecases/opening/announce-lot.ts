import { parsePolicy } from "@/lib/crypto/policy";
import { SYSTEM } from "@/lib/domain/actor";
import { BID_LIFECYCLE } from "@/lib/domain/bid";
import { groupsOf, sessionOf } from "@/lib/domain/envelopes";
import { mustStep } from "@/lib/domain/lifecycle";
import type { CompleteTerms } from "@/lib/domain/terms";
import { record } from "@/lib/store/audit";
import { lockBids, saveBidStates } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { announce, openedBids, saveOpenings } from "@/lib/store/openings";
import { report } from "@/lib/store/outbox";
import { currentPolicy } from "@/lib/store/policies";
import type { Deps } from "@/lib/usecases/deps";
import { failLot } from "./fail-lot";
import { frozenBids } from "./gather-shares";
import { judgedAgain, tellJudgedAgain } from "./judge-resubmissions";
import { type Opened, openAll } from "./open-frozen";
import { openingList } from "./opening-list";

/**
 * Rebuilds the opening secrets, reads every form and announces all at once (R-97, settled 2): before this transaction
 * no name and no price exists anywhere outside the sealed bids; after it, all do. With two envelopes it is the first that
 * opens, and of prices there is nothing yet. Reads only the last chunks of each bid.
 */
export async function announceLot(lotId: string, deps: Deps): Promise<void> {
  const lot = await lotById(lotId);
  if (lot.announcedAt || !lot.frozenAt) return;
  const policy = parsePolicy((await currentPolicy(lotId))!.bytes);
  const groups = groupsOf(sessionOf(lot, policy.envelopes === 2), policy.stages);
  const bids = await frozenBids(lotId);
  const opened = await openAll(lotId, bids, groups, deps);
  const again = await judgedAgain(lot, opened, deps);
  const set = await currentSet(lotId);
  const terms = set?.terms as unknown as CompleteTerms | undefined;
  await inTransaction(async (tx) => {
    const locked = await lockLot(tx, lotId, "update");
    if (locked.announcedAt) return;
    const at = await platformNow(tx);
    await saveOpened(tx, locked, opened, at);
    await tx.lot.update({ where: { id: lotId }, data: { announcedAt: at } });
    const good = opened.filter((bid) => bid.good).length;
    const count = (await openedBids(lotId, tx)).length;
    await announce(tx, lotId, policy.envelopes === 2 ? "announcedFirst" : "announced", { opened: good, count });
    await record(tx, SYSTEM, {
      action: "opening.announce",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      facts: { opened: good, envelopes: policy.envelopes },
    });
    await tellJudgedAgain(tx, locked, again);
    await report(tx, {
      kind: 507,
      op: "create",
      key: locked.code,
      lotId,
      occurredAt: at,
      payload: await openingList(tx, locked),
    });
    const failBelow = terms?.opening.failBelow ?? 0;
    if (good < failBelow) await failLot(tx, SYSTEM, locked, { reason: "opened-below-minimum", rule: "R-104", at });
  });
}

/** All of them by a few statements: the transaction holds the lot. */
async function saveOpened(tx: Tx, lot: LotWithTender, opened: readonly Opened[], at: Date): Promise<void> {
  await saveOpenings(
    tx,
    lot.id,
    opened.map(({ digest, secrets, form, good, fault }) => ({
      ...{ digest, secrets, form, openedAt: good ? at : null, causeReason: fault },
    })),
  );
  const good = new Set(opened.filter((one) => one.good).map(({ digest }) => digest));
  const rows = (await openedBids(lot.id, tx)).filter(({ digest }) => good.has(digest));
  const intact = new Map(rows.map((row) => [row.bidId, row.intact]));
  const states = (await lockBids(tx, [...intact.keys()])).map(({ id, state }) => {
    const facts = { at, deadline: lot.deadline!, intact: intact.get(id)! };
    return [id, mustStep(BID_LIFECYCLE, state, "open", facts)] as const;
  });
  await saveBidStates(tx, new Map(states));
}
