import { fromBase64url, fromHex, sameBytes } from "@/lib/crypto/bytes";
import { verifyCms } from "@/lib/crypto/cms";
import { type Header, parseHeader } from "@/lib/crypto/header";
import { commitShare } from "@/lib/crypto/keys";
import { parseTechnicalResult } from "@/lib/crypto/opening-statements";
import { parsePolicy, type Policy } from "@/lib/crypto/policy";
import { parseSeal } from "@/lib/crypto/seal";
import { parseShare, type ShareStatement, statementHash, octetsOf } from "@/lib/crypto/statements";
import { loadSuite } from "@/lib/crypto/suite";
import { SYSTEM } from "@/lib/domain/actor";
import { groupsOf } from "@/lib/domain/envelopes";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { eventOfHash, logEvent } from "@/lib/store/log-events";
import { type LotWithTender, lotById } from "@/lib/store/lots";
import { announce, holdBoard, lotStatement, openedBids, saveShare, sharesOf } from "@/lib/store/openings";
import { currentPolicy, currentTenderRecord, trusteeKeys } from "@/lib/store/policies";
import { resubmissionOf } from "@/lib/store/resubmissions";
import { sealedBid } from "@/lib/store/sealed-bids";
import { uploadOfContainer } from "@/lib/store/uploads";
import type { Deps } from "@/lib/usecases/deps";
import { solemnProof } from "@/lib/usecases/log/prove-event";
import type { ShareRequest } from "@/lib/usecases/ports/trustee";

export type FrozenBid = {
  readonly digest: string;
  /** Seal as it was signed: that of the receipt. */
  readonly seal: Uint8Array;
  /** Submitted again (protocol §2.11, 6): the seal that is opened in its place, and its signature. */
  readonly again?: { readonly seal: Uint8Array; readonly cms: Uint8Array };
  /** Per group the container that holds it and its header. */
  readonly groups: ReadonlyMap<
    number,
    { readonly container: string; readonly headerBytes: Uint8Array; readonly header: Header }
  >;
};

/** The released bids of the freeze with the headers their secrets are in. */
export async function frozenBids(lotId: string): Promise<FrozenBid[]> {
  const released = (await openedBids(lotId)).filter((bid) => bid.released && bid.intact);
  return Promise.all(
    released.map(async ({ digest }) => {
      const sealed = await sealedBid(digest);
      if (!sealed) throw new Error(`bid ${digest} is gone`);
      const submitted = await resubmissionOf(digest);
      const again = submitted ? { seal: submitted.bytes, cms: submitted.cms } : undefined;
      const groups = new Map();
      for (const { stage, c } of parseSeal(again?.seal ?? sealed.bytes).segments) {
        if (groups.has(stage)) continue;
        const upload = await uploadOfContainer(c);
        if (!upload) throw new Error(`container ${c} is gone`);
        groups.set(stage, { container: c, headerBytes: upload.header, header: parseHeader(upload.header) });
      }
      return { digest, seal: sealed.bytes, groups, ...(again ? { again } : {}) };
    }),
  );
}

/** Those of them that the signed technical result lets pass: their price envelopes are due (protocol §9, stage 2). */
export async function passedBids(lotId: string): Promise<FrozenBid[]> {
  const result = await lotStatement(lotId, "technical-result");
  if (!result) return [];
  const passed = new Set(
    parseTechnicalResult(result.bytes)
      .bids.filter((one) => one.passed)
      .map(({ bid }) => bid),
  );
  return (await frozenBids(lotId)).filter(({ digest }) => passed.has(digest));
}

/**
 * Asks the trustees for the shares of every group that is due and keeps those that fit. A trustee that does not answer is
 * asked again at the next turn; k of n suffice. One that hangs is told from one that works by its sign of life: other lots'
 * closings must not stand behind a silent trustee's minute. With two envelopes the price groups are due in a session of their
 * own, and only of the bids that passed.
 * @returns whether enough good shares are there for every group
 */
export async function gatherShares(lotId: string, deps: Deps, act: "opening" | "prices" = "opening"): Promise<boolean> {
  const lot = await lotById(lotId);
  const row = await currentPolicy(lotId);
  if (!row) throw new Error(`lot ${lot.code} has no opening policy`);
  const policy = parsePolicy(row.bytes);
  const bids = act === "prices" ? await passedBids(lotId) : await frozenBids(lotId);
  const session = act === "prices" ? "prices" : policy.envelopes === 2 ? "first" : "whole";
  const groups = groupsOf({ act: session, announcedAt: null, endedAt: null }, policy.stages);
  const request = await requestOf(lot, deps, act);
  if (!request) return false;
  const there = await answering(lotId, groups, deps);
  for (const group of groups) await askAll({ lot, policy, group, groups, there }, bids, request, deps);
  return enough(lot, bids, groups, policy);
}

/** So long the trustees that have not answered are waited for where a bid lacks shares. */
const WAIT_MS = 600_000;

/**
 * Whether k statements are there for every group. A bidder may have dealt its shares badly, to every trustee but the one that
 * tries its own before the receipt, and a trustee then leaves that bid out: it is opened if k others have its share, and
 * nobody else's bid waits for it longer than for a trustee that is down. One bad bid must not hold up an opening.
 */
async function enough(
  lot: LotWithTender,
  bids: readonly FrozenBid[],
  groups: readonly number[],
  { k, n }: Policy,
): Promise<boolean> {
  const shares = await sharesOf(lot.id);
  const given = (group: number) => shares.filter(({ groupNo }) => groupNo === group);
  if (groups.some((group) => given(group).length < k)) return false;
  const short = groups.filter((group) => {
    const lists = given(group).map(({ statement }) => new Set(parseShare(statement).shares.map(({ c }) => c)));
    return bids.some((bid) => lists.filter((list) => list.has(bid.groups.get(group)!.container)).length < k);
  });
  if (short.every((group) => given(group).length >= n)) return true;
  const since = lot.pricesAt ?? lot.frozenAt ?? new Date(0);
  return (await platformNow()).getTime() - since.getTime() >= WAIT_MS;
}

/** Addresses of the trustees that owe shares of these groups and answer. */
async function answering(lotId: string, groups: readonly number[], deps: Deps): Promise<ReadonlySet<string>> {
  const given = await sharesOf(lotId);
  const owes = (position: number) =>
    groups.some((group) => !given.some((share) => share.groupNo === group && share.position === position));
  const owing = (await trusteeKeys(lotId)).filter(({ position }) => owes(position + 1)).map(({ url }) => url);
  const asked = deps.trustees.filter(({ url }) => owing.includes(url));
  const alive = await Promise.all(asked.map(async (trustee) => ((await trustee.health()) ? [trustee.url] : [])));
  return new Set(alive.flat());
}

type Request = Omit<ShareRequest, "group" | "headers">;

/** Everything a trustee checks; null until the freeze, and for prices the technical result, are proved in the log. */
async function requestOf(lot: LotWithTender, deps: Deps, act: "opening" | "prices"): Promise<Request | null> {
  const [policy, tenderRecord, close, freeze] = await Promise.all([
    currentPolicy(lot.id),
    currentTenderRecord(lot.id),
    lotStatement(lot.id, "close"),
    lotStatement(lot.id, "freeze"),
  ]);
  if (!policy || !tenderRecord || !close?.cms || !freeze?.cms) return null;
  const event = await eventOfHash(freeze.sha256, "freeze");
  const instants = { at: lot.frozenAt ?? new Date(0), now: await platformNow() };
  // By the newest head: trustees want a witness to have seen the freeze behind the deadline by the witness's own clock, which
  // the first head may not show where the platform's clock was ahead.
  const proof = event ? await solemnProof(event.id, instants, deps, "newest") : null;
  if (!event || !proof) return null;
  const result = act === "prices" ? await resultOf(lot, deps) : undefined;
  if (act === "prices" && !result) return null;
  return {
    ...(result ? { result } : {}),
    policy: { bytes: policy.bytes, cms: policy.tendereeCms },
    tenderRecord: { bytes: tenderRecord.bytes, cms: tenderRecord.tendereeCms },
    close: { bytes: close.bytes, cms: close.cms },
    freeze: { bytes: freeze.bytes, cms: freeze.cms },
    proof: { event: event.event, blind: event.blind, proof },
  };
}

async function resultOf(lot: LotWithTender, deps: Deps): Promise<ShareRequest["result"]> {
  const result = await lotStatement(lot.id, "technical-result");
  const event = result?.cms ? await eventOfHash(result.sha256, "technical-result") : null;
  if (!result?.cms || !event) return undefined;
  const proof = await solemnProof(event.id, { at: result.at, now: await platformNow() }, deps);
  return proof
    ? {
        statement: { bytes: result.bytes, cms: result.cms },
        proof: { event: event.event, blind: event.blind, proof },
      }
    : undefined;
}

/** One turn's errand: the shares of `group`, one of the `groups` that are due now. */
type Errand = {
  readonly lot: LotWithTender;
  readonly policy: Policy;
  readonly group: number;
  readonly groups: readonly number[];
  /** Who answers at all. */
  readonly there: ReadonlySet<string>;
};

async function askAll(
  { lot, policy, group, groups: due, there }: Errand,
  bids: readonly FrozenBid[],
  request: Request,
  deps: Deps,
): Promise<void> {
  const have = new Set(
    (await sharesOf(lot.id)).filter((share) => share.groupNo === group).map((share) => share.position),
  );
  // Rows count from 0, the protocol's j from 1.
  const keys = (await trusteeKeys(lot.id)).map((key) => ({ ...key, position: key.position + 1 }));
  const headers = bids.map(({ digest, seal, again, groups }) => {
    const { container, headerBytes } = groups.get(group)!;
    return { bid: digest, container, seal, header: headerBytes, ...(again ? { again } : {}) };
  });
  await Promise.all(
    keys
      .filter(({ position, url }) => !have.has(position) && there.has(url))
      .map(async (key) => {
        const trustee = deps.trustees.find(({ url }) => url === key.url);
        const answer = await trustee?.giveShares({ ...request, group, headers }).catch((error: unknown) => {
          // Down or unwilling: noted, and asked again. The reason is for the operator, not for the hall.
          console.warn(`trustee ${key.name}: ${error instanceof Error ? error.message : "no answer"}`);
          return null;
        });
        if (!answer || !(await fits(answer, key, group, bids, request, policy))) return;
        await keep({ lot, group, due }, key, answer);
      }),
  );
}

/**
 * The trustee signed it, it speaks of this freeze, and every share in it matches its commitment. One may be missing: its
 * bidder may have dealt it badly, and whether that or the trustee is at fault is decided by the published keys (protocol §9).
 */
async function fits(
  answer: { readonly bytes: Uint8Array; readonly cms: Uint8Array },
  key: { readonly position: number; readonly kid: string; readonly statement: Uint8Array; readonly cms: Uint8Array },
  group: number,
  bids: readonly FrozenBid[],
  request: Request,
  policy: Policy,
): Promise<boolean> {
  const [pinnedBy, now] = await Promise.all([verifyCms(key.statement, key.cms), verifyCms(answer.bytes, answer.cms)]);
  if (!pinnedBy.ok || !now.ok) return false;
  const pinned = pinnedBy.signers[0]?.certificate.fingerprint;
  if (now.signers[0]?.certificate.fingerprint !== pinned) return false;
  let statement: ShareStatement;
  try {
    statement = parseShare(answer.bytes);
  } catch {
    return false;
  }
  if (
    statement.freeze !== statementHash(request.freeze.bytes) ||
    statement.result !== (request.result ? statementHash(request.result.statement.bytes) : null) ||
    statement.g !== group ||
    statement.trustee !== key.kid
  )
    return false;
  if (policy.trustees.length < key.position) return false;
  const suite = await loadSuite(policy.suite);
  const own = statement.shares.filter(({ j }) => j === key.position);
  const shares = new Map(own.reverse().map((share) => [share.c, share]));
  return bids.every(({ groups }) => {
    const { container, header } = groups.get(group)!;
    const share = shares.get(container);
    const commit = header.commit.share[group - 1]?.[key.position - 1];
    if (!share) return true;
    if (!commit) return false;
    const made = commitShare(fromBase64url(container, 16), group, key.position, octetsOf(share), suite);
    return sameBytes(made, fromHex(commit));
  });
}

/**
 * Keeps one share statement. A trustee gives one for each lock group; to the hall it is one act, said once, when the last
 * of the groups that are due is there.
 */
async function keep(
  { lot, group, due }: { readonly lot: LotWithTender; readonly group: number; readonly due: readonly number[] },
  key: { readonly position: number; readonly name: string },
  answer: { readonly bytes: Uint8Array; readonly cms: Uint8Array },
): Promise<void> {
  const tender = { id: lot.tender.code, lot: lot.code };
  await inTransaction(async (tx) => {
    const share = { lotId: lot.id, position: key.position, groupNo: group, statement: answer.bytes, cms: answer.cms };
    if (!(await saveShare(tx, share))) return;
    await logEvent(tx, { lotId: lot.id, tender, kind: "share", hash: statementHash(answer.bytes) });
    // Two workers may keep the two groups of one trustee at once: under the board's lock the second sees the first's.
    await holdBoard(tx, lot.id);
    const given = (await sharesOf(lot.id, tx)).filter(({ position }) => position === key.position);
    if (due.every((one) => given.some(({ groupNo }) => groupNo === one)))
      await announce(tx, lot.id, "share", { trustee: key.name });
    await record(tx, SYSTEM, {
      action: "opening.share",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { trustee: key.name, group },
    });
  });
}
