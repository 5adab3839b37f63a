import { fromHex, toBase64url } from "@/lib/crypto/bytes";
import type { Form } from "@/lib/crypto/form";
import { checkSegment, openContents, openSegment } from "@/lib/crypto/open";
import { parsePolicy } from "@/lib/crypto/policy";
import { reasonOf } from "@/lib/crypto/reasons";
import { checkResubmission } from "@/lib/crypto/resubmission";
import { parseSeal, type Seal } from "@/lib/crypto/seal";
import { combineChecked } from "@/lib/crypto/shamir";
import { containerOf, octetsOf, parseRelease, parseShare } from "@/lib/crypto/statements";
import { loadSuite, type Suite } from "@/lib/crypto/suite";
import { inLanes } from "@/lib/kernel/lanes";
import { platformNow } from "@/lib/store/clock";
import { lotById } from "@/lib/store/lots";
import { releasesOf, sharesOf } from "@/lib/store/openings";
import { currentPolicy } from "@/lib/store/policies";
import { sealToOpen } from "@/lib/store/resubmissions";
import { bodySource } from "@/lib/usecases/bid/body-source";
import type { Deps } from "@/lib/usecases/deps";
import type { FrozenBid } from "./gather-shares";
import { isIntact } from "./seal-check";

/** B and O per group, base64url: what opens a bid from now on. */
export type Secrets = Readonly<Record<string, { readonly B: string; readonly O: string }>>;

export type Opened = {
  readonly digest: string;
  readonly secrets: Secrets;
  /** Everything asked for was readable: the form, or in the first of two envelopes every segment's manifest. */
  readonly good: boolean;
  readonly form: Form | null;
  readonly fault: string | null;
};

/** Bids read at the same time. */
const AT_ONCE = 16;

/** Opens all of them; what bidders and trustees gave is read once, not once for each bid. */
export async function openAll(
  lotId: string,
  bids: readonly FrozenBid[],
  groups: readonly number[],
  deps: Deps,
): Promise<Opened[]> {
  const given = await givenFor(lotId);
  return inLanes(AT_ONCE, bids, (bid) => openFrozen(lotId, bid, groups, given, deps));
}

/**
 * Rebuilds a bid's opening secrets of `groups` and reads its form where that is in them; else its manifests, which tell
 * that the envelope opens. Only the last chunks of a segment are read.
 */
async function openFrozen(
  lotId: string,
  bid: FrozenBid,
  groups: readonly number[],
  given: Given,
  deps: Deps,
): Promise<Opened> {
  const secrets = await secretsOf(given, bid, groups);
  const first = await readFrozen(bid, groups, secrets, deps);
  if (first.fault === null) return first;
  await mustBeTheBidders(lotId, bid, deps);
  // A store may be mended between the reading and the check of its bytes: a bidder is judged by a reading after the check.
  const again = await readFrozen(bid, groups, secrets, deps);
  if (again.fault !== null) await mustBeTheBidders(lotId, bid, deps);
  return again;
}

async function readFrozen(bid: FrozenBid, groups: readonly number[], secrets: Secrets, deps: Deps): Promise<Opened> {
  const nothing = { digest: bid.digest, secrets, good: false, form: null };
  try {
    const seal = parseSeal(bid.again?.seal ?? bid.seal);
    if (bid.again) return { ...nothing, ...(await openedAgain(seal, bid, groups, secrets, deps)) };
    const withForm = seal.segments.find(({ form, stage }) => form !== null && groups.includes(stage));
    const wanted = withForm ? [withForm] : seal.segments.filter(({ stage }) => groups.includes(stage));
    if (wanted.some(({ stage }) => !secrets[String(stage)])) return { ...nothing, fault: "share" };
    const opened = await Promise.all(wanted.map((segment) => contentsOf(seal, segment, bid, secrets, deps)));
    return { ...nothing, good: true, form: withForm ? opened[0]!.form : null, fault: null };
  } catch (error) {
    // Committed and yet unreadable: opened as it is and marked; people decide about the cause (protocol §9, form).
    const fault = reasonOf(error);
    if (!fault) throw error;
    return { ...nothing, fault };
  }
}

/**
 * A bid submitted again (protocol §2.11, 6): here for the first time somebody can see whether the container holds what was
 * sealed. Its manifests and form have the commitments of the receipted seal, or nothing is opened; its files are read to
 * their ends, for no tree root signed before the deadline vouches for them.
 * @throws with `reason` for what differs
 */
async function openedAgain(
  seal: Seal,
  bid: FrozenBid,
  groups: readonly number[],
  secrets: Secrets,
  deps: Deps,
): Promise<Pick<Opened, "good" | "form" | "fault">> {
  checkResubmission(bid.digest, parseSeal(bid.seal), seal);
  const wanted = seal.segments.filter(({ stage }) => groups.includes(stage));
  if (wanted.some(({ stage }) => !secrets[String(stage)])) return { good: false, form: null, fault: null };
  let form: Form | null = null;
  for (const segment of wanted) {
    const opened = await contentsOf(seal, segment, bid, secrets, deps);
    await checkSegment(opened);
    form = opened.form ?? form;
  }
  return { good: true, form, fault: null };
}

/** So long a store that gives other bytes than were sealed may be mended before the bid is announced as unreadable. */
const MENDING_MS = 600_000;

/**
 * Unreadable, and yet what the bidder sealed: the bidder's doing. Where the store gives other bytes than were sealed, it is
 * a fault of ours (protocol §9, decrypt): nobody's bid is announced as unreadable before there was time to restore it.
 */
async function mustBeTheBidders(lotId: string, { digest }: FrozenBid, deps: Deps): Promise<void> {
  const [sealed, lot, now] = await Promise.all([sealToOpen(digest), lotById(lotId), platformNow()]);
  const since = lot.pricesAt && now >= lot.pricesAt ? lot.pricesAt : lot.frozenAt!;
  if (!sealed || now.getTime() - since.getTime() > MENDING_MS) return;
  if (!(await isIntact(sealed, deps)))
    throw new Error(`bid ${digest}: the object store gives other bytes than were sealed`);
}

async function contentsOf(seal: Seal, segment: Seal["segments"][number], bid: FrozenBid, secrets: Secrets, deps: Deps) {
  const headers = new Map(
    [...bid.groups.values()].map(({ container, header }) => [container, { header, hash: seal.headers[container]! }]),
  );
  const source = await bodySource(segment, deps);
  const body = openSegment({ seal, headers }, segment.i, source, bytesOf(secrets[String(segment.stage)]!));
  return openContents({ seal, headers }, segment.i, body);
}

export const bytesOf = ({ B, O }: { readonly B: string; readonly O: string }) => ({
  B: containerBytes(B),
  O: containerBytes(O),
});
const containerBytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

/** What bidders and trustees of a lot have given. */
type Given = {
  readonly k: number;
  readonly suite: Suite;
  readonly releases: ReadonlyMap<string, Uint8Array>;
  /** By group and container. */
  readonly shares: ReadonlyMap<string, readonly { readonly position: number; readonly share: Uint8Array }[]>;
};
const shareKey = (group: number, container: string) => `${group} ${container}`;

async function givenFor(lotId: string): Promise<Given> {
  const [releases, statements, policyRow] = await Promise.all([
    releasesOf(lotId),
    sharesOf(lotId),
    currentPolicy(lotId),
  ]);
  const { k, suite } = parsePolicy(policyRow!.bytes);
  const shares = new Map<string, { position: number; share: Uint8Array }[]>();
  for (const { groupNo, position, statement } of statements)
    for (const entry of parseShare(statement).shares) {
      const key = shareKey(groupNo, entry.c);
      const dealt = shares.get(key) ?? [];
      // Of two entries for one container the first counts, whoever of the trustees wrote them.
      if (dealt.every((one) => one.position !== position)) dealt.push({ position, share: octetsOf(entry) });
      shares.set(key, dealt);
    }
  return {
    k,
    suite: await loadSuite(suite),
    releases: new Map(releases.map(({ digest, statement }) => [digest, statement])),
    shares,
  };
}

/** B from the release, O from k shares, per group whose shares are there. */
async function secretsOf({ k, suite, releases, shares }: Given, bid: FrozenBid, groups: readonly number[]) {
  const release = parseRelease(releases.get(bid.digest)!);
  const secrets: Record<string, { B: string; O: string }> = {};
  for (const [group, { container, header }] of bid.groups) {
    if (!groups.includes(group)) continue;
    const given = release.B.find(({ g }) => g === group)!;
    const dealt = shares.get(shareKey(group, container)) ?? [];
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
  return secrets satisfies Secrets;
}
