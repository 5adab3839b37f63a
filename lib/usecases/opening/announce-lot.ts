import { fromHex, toBase64url } from "@/lib/crypto/bytes";
import { parseSeal } from "@/lib/crypto/seal";
import { openContents, openSegment } from "@/lib/crypto/open";
import { reasonOf } from "@/lib/crypto/reasons";
import { combineChecked } from "@/lib/crypto/shamir";
import { containerOf, parseRelease, parseShare, octetsOf } from "@/lib/crypto/statements";
import { loadSuite } from "@/lib/crypto/suite";
import { currentPolicy } from "@/lib/store/policies";
import { parsePolicy } from "@/lib/crypto/policy";
import { SYSTEM } from "@/lib/domain/actor";
import { BID_LIFECYCLE } from "@/lib/domain/bid";
import { mustStep } from "@/lib/domain/lifecycle";
import type { Form } from "@/lib/crypto/form";
import type { CompleteTerms } from "@/lib/domain/terms";
import { record } from "@/lib/store/audit";
import { lockBid, saveBidState } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { announce, openedBids, type OpenedRow, releasesOf, sharesOf } from "@/lib/store/openings";
import { report } from "@/lib/store/outbox";
import { sealedBid } from "@/lib/store/sealed-bids";
import { bodySource } from "@/lib/usecases/bid/body-source";
import type { Deps } from "@/lib/usecases/deps";
import { failLot } from "./fail-lot";
import { type FrozenBid, frozenBids } from "./gather-shares";
import { openingList } from "./opening-list";

/** B and O per group, base64url: what opens a bid from now on. */
export type Secrets = Readonly<Record<string, { readonly B: string; readonly O: string }>>;

type Opened = {
  readonly digest: string;
  readonly secrets: Secrets;
  readonly form: Form | null;
  readonly fault: string | null;
};

/**
 * Rebuilds the opening secrets, reads every form and announces all at once (R-97, settled 2): before this transaction
 * no name and no price exists anywhere outside the sealed bids; after it, all do. Reads only the last chunks of each bid.
 */
export async function announceLot(lotId: string, deps: Deps): Promise<void> {
  const lot = await lotById(lotId);
  if (lot.announcedAt || !lot.frozenAt) return;
  const bids = await frozenBids(lotId);
  const opened = await Promise.all(bids.map((bid) => openBid(lotId, bid, deps)));
  const set = await currentSet(lotId);
  const terms = set?.terms as unknown as CompleteTerms | undefined;
  await inTransaction(async (tx) => {
    const locked = await lockLot(tx, lotId, "update");
    if (locked.announcedAt) return;
    const at = await platformNow(tx);
    for (const bid of opened) await saveOpened(tx, locked, bid, at);
    await tx.lot.update({ where: { id: lotId }, data: { announcedAt: at } });
    const good = opened.filter(({ form }) => form !== null).length;
    await announce(tx, lotId, "announced", { opened: good, count: (await openedBids(lotId, tx)).length });
    await record(tx, SYSTEM, {
      action: "opening.announce",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      facts: { opened: good },
    });
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

async function openBid(lotId: string, bid: FrozenBid, deps: Deps): Promise<Opened> {
  const secrets = await secretsOf(lotId, bid);
  try {
    const sealed = await sealedBid(bid.digest);
    const seal = parseSeal(sealed!.bytes);
    const segment = seal.segments.find(({ form }) => form !== null)!;
    const held = secrets[String(segment.stage)];
    if (!held) return { digest: bid.digest, secrets, form: null, fault: null };
    const headers = new Map(
      [...bid.groups.values()].map(({ container, header }) => [container, { header, hash: seal.headers[container]! }]),
    );
    const source = await bodySource(segment, deps);
    const body = openSegment({ seal, headers }, segment.i, source, bytesOf(held));
    const { form } = await openContents({ seal, headers }, segment.i, body);
    return { digest: bid.digest, secrets, form, fault: null };
  } catch (error) {
    // Committed and yet unreadable: opened as it is and marked; people decide about the cause (protocol §9, form).
    const fault = reasonOf(error);
    if (!fault) throw error;
    return { digest: bid.digest, secrets, form: null, fault };
  }
}

export const bytesOf = ({ B, O }: { readonly B: string; readonly O: string }) => ({
  B: containerBytes(B),
  O: containerBytes(O),
});
const containerBytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

/** B from the release, O from k shares, per group whose shares are there. */
async function secretsOf(lotId: string, bid: FrozenBid): Promise<Secrets> {
  const [releases, shares, policyRow] = await Promise.all([releasesOf(lotId), sharesOf(lotId), currentPolicy(lotId)]);
  const release = parseRelease(releases.find(({ digest }) => digest === bid.digest)!.statement);
  const { k, suite: suiteId } = parsePolicy(policyRow!.bytes);
  const suite = await loadSuite(suiteId);
  const secrets: Record<string, { B: string; O: string }> = {};
  for (const [group, { container, header }] of bid.groups) {
    const given = release.B.find(({ g }) => g === group)!;
    const dealt = shares
      .filter((share) => share.groupNo === group)
      .map((share) => {
        const entry = parseShare(share.statement).shares.find(({ c }) => c === container)!;
        return { position: share.position, share: octetsOf(entry) };
      });
    if (dealt.length === 0) continue;
    const commits = {
      container: containerOf(container),
      group,
      shares: header.commit.share[group - 1]!.map((hex) => fromHex(hex)),
      opening: fromHex(header.commit.opening[group - 1]!),
    };
    const O = await combineChecked(dealt, commits, k, suite).catch(() => null);
    if (O) secrets[String(group)] = { B: given.v, O: toBase64url(O) };
  }
  return secrets;
}

async function saveOpened(tx: Tx, lot: LotWithTender, opened: Opened, at: Date): Promise<void> {
  const row: OpenedRow | null = await tx.openedBid.findUnique({ where: { digest: opened.digest } });
  if (!row) throw new Error(`bid ${opened.digest} is not in the list`);
  await tx.openedBid.update({
    where: { digest: opened.digest },
    data: {
      secrets: opened.secrets,
      ...(opened.form ? { form: opened.form, openedAt: at } : {}),
      causeReason: opened.fault,
    },
  });
  if (!opened.form) return;
  const bid = await lockBid(tx, row.bidId);
  const facts = { at, deadline: lot.deadline!, intact: row.intact };
  await saveBidState(tx, bid.id, mustStep(BID_LIFECYCLE, bid.state, "open", facts));
}
