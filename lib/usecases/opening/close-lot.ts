import { treeHead, leafHash } from "@/lib/crypto/merkle";
import { closeLeaf } from "@/lib/crypto/statements";
import { bytesToHex, fromHex, sha256, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json, second } from "@/lib/crypto/canonical";
import { SYSTEM } from "@/lib/domain/actor";
import { BID_LIFECYCLE } from "@/lib/domain/bid";
import { mustStep } from "@/lib/domain/lifecycle";
import { param } from "@/lib/domain/rules";
import { inLanes } from "@/lib/kernel/lanes";
import { unsettledArrivals } from "@/lib/store/arrivals";
import { record } from "@/lib/store/audit";
import { lockBid, saveBidState } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { logSize } from "@/lib/store/log";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { announce, listBids, type Listed, lotStatement } from "@/lib/store/openings";
import { type SealedBidRow, sealsInForce } from "@/lib/store/sealed-bids";
import { keepStatement } from "@/lib/store/statements";
import { settleArrival } from "@/lib/usecases/bid/settle-arrival";
import type { Deps } from "@/lib/usecases/deps";
import { failLot } from "./fail-lot";
import { shuffled } from "./numbering";
import { isIntact } from "./seal-check";
import { openingTerms } from "./terms";

/** Fewer bidders than this may not be opened. */
const MINIMUM_BIDS = param("R-95", "bidders");

/** Bids whose bytes are read again at the same time. */
const AT_ONCE = 8;

/** Cuts off the intake, if nobody has yet. Acceptance was already cut by the deadline itself; late, nothing changes. */
export function stopIntake(lotId: string): Promise<void> {
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, lotId, "update");
    if (lot.intake !== "open") return;
    await tx.lot.update({ where: { id: lotId }, data: { intake: "closed" } });
  });
}

/**
 * Closes a lot after its deadline (protocol §5.3): stops the intake, settles every arrival that was in time, fixes the set
 * of bids in a signed closing statement before anything is opened, checks the seals. Fewer than three: the lot fails and
 * nothing is decrypted. Safe to run twice and to be killed anywhere.
 */
export async function closeLot(lotId: string, deps: Deps): Promise<void> {
  await stopIntake(lotId);
  for (const arrival of await unsettledArrivals(lotId)) await settleArrival(SYSTEM, arrival, deps);
  const lot = await lotById(lotId);
  if (lot.closedAt) return;
  const bids = await sealsInForce(lotId);
  const intact = await inLanes(AT_ONCE, bids, (bid) => isIntact(bid, deps));
  const statements = await closingStatements(lot, bids, deps);
  await inTransaction(async (tx) => {
    const locked = await lockLot(tx, lotId, "update");
    if (locked.closedAt || locked.suspendedAt || locked.terminatedAt) return;
    await keepClosing(tx, locked, statements);
    if (bids.length < MINIMUM_BIDS) await failForTooFew(tx, locked, bids);
    else await beginWindow(tx, locked, list(bids, intact));
  });
}

type Closing = {
  readonly close: Signed;
  readonly list: Signed;
};
type Signed = { readonly bytes: Uint8Array; readonly sha256: string; readonly cms: Uint8Array };

/** The closing statement, public at once and silent about the number; and the list that is disclosed at the opening. */
async function closingStatements(lot: LotWithTender, bids: readonly SealedBidRow[], deps: Deps): Promise<Closing> {
  const tender = { id: lot.tender.code, lot: lot.code };
  const leaves = await Promise.all(bids.map((bid) => closeLeaf(bid.blind, fromHex(bid.digest))));
  const root = await treeHead(await Promise.all(leaves.map(leafHash)));
  const through = Number(await logSize());
  const close = await sign(
    { bids_root: bytesToHex(root), deadline: second(lot.deadline!), fmt: "SBC/1", tender, through, type: "close" },
    deps,
  );
  const pairs = bids.map((bid) => ({ bid: bid.digest, blind: toBase64url(bid.blind) }));
  const list = await sign({ bids: pairs, close: close.sha256, fmt: "SBC/1", tender, type: "close-list" }, deps);
  return { close, list };
}

async function sign(statement: Json, deps: Deps): Promise<Signed> {
  const bytes = canonicalBytes(statement);
  return { bytes, sha256: bytesToHex(await sha256(bytes)), cms: await deps.platform.signStatement(bytes) };
}

async function keepClosing(tx: Tx, lot: LotWithTender, { close, list }: Closing): Promise<void> {
  if (await lotStatement(lot.id, "close", tx)) return;
  const tender = { id: lot.tender.code, lot: lot.code };
  await keepStatement(tx, { lotId: lot.id, type: "close", ...close, timestamp: true });
  await keepStatement(tx, { lotId: lot.id, type: "close-list", ...list });
  await logEvent(tx, { lotId: lot.id, tender, kind: "close", hash: close.sha256 });
}

/** Numbers are random and say nothing of the order of arrival. */
function list(bids: readonly SealedBidRow[], intact: readonly boolean[]): Listed[] {
  const numbers = shuffled(bids.length);
  return bids.map((bid, index) => ({
    digest: bid.digest,
    bidId: bid.bidId,
    partyId: bid.partyId,
    number: numbers[index]!,
    intact: intact[index]!,
  }));
}

async function beginWindow(tx: Tx, lot: LotWithTender, bids: readonly Listed[]): Promise<void> {
  const at = await platformNow(tx);
  const { windowMs, remedyMs } = await openingTerms(lot, tx);
  const windowEndsAt = new Date(at.getTime() + windowMs);
  const remedyEndsAt = new Date(windowEndsAt.getTime() + remedyMs);
  await tx.lot.update({ where: { id: lot.id }, data: { closedAt: at, windowEndsAt, remedyEndsAt } });
  await listBids(tx, lot.id, bids);
  await announce(tx, lot.id, "closed", { count: bids.length });
  await announce(tx, lot.id, "sealCheck", { intact: bids.filter((bid) => bid.intact).length, count: bids.length });
  await announce(tx, lot.id, "window", { until: windowEndsAt.toISOString(), remedy: remedyEndsAt.toISOString() });
  const facts = { count: bids.length };
  await record(tx, SYSTEM, { action: "opening.close", objectKind: "lot", objectId: lot.id, lotId: lot.id, facts });
  for (const bid of bids)
    await notify(tx, {
      to: { partyId: bid.partyId },
      kind: "opening.releaseNow",
      facts: { lot: lot.name, tender: lot.tender.name, until: windowEndsAt.toISOString() },
      lotId: lot.id,
      link: `/room/opening/${lot.id}`,
      legal: true,
    });
}

async function failForTooFew(tx: Tx, lot: LotWithTender, bids: readonly SealedBidRow[]): Promise<void> {
  const at = await platformNow(tx);
  await tx.lot.update({ where: { id: lot.id }, data: { closedAt: at } });
  await announce(tx, lot.id, "tooFew", { count: bids.length, needed: MINIMUM_BIDS });
  for (const sealed of bids) {
    const bid = await lockBid(tx, sealed.bidId);
    const facts = { at, deadline: lot.deadline!, intact: true };
    await saveBidState(tx, bid.id, mustStep(BID_LIFECYCLE, bid.state, "return", facts));
  }
  await failLot(tx, SYSTEM, lot, { reason: "bids-below-three", rule: "R-95", at });
}
