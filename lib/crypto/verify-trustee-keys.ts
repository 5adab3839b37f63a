import type { Archive } from "./archive";
import { fromBase64url, fromHex, sameBytes } from "./bytes";
import { commitShare } from "./keys";
import { lookup } from "./lookup";
import { parseTrusteeSecret } from "./opening-statements";
import { kidOf, type Policy } from "./policy";
import { reject } from "./reasons";
import type { ShareStatement } from "./statements";
import { suiteOf } from "./suite";
import { trusteePublicKey } from "./trustee-keys";
import type { CheckedBid, Setting } from "./verify-bids";
import type { Book } from "./verify-book";
import type { Due } from "./verify-technical";
import { unwrapShare } from "./wrap-share";

type Published = {
  readonly bids: readonly CheckedBid[];
  /** The released bids of the freeze. */
  readonly frozen: readonly CheckedBid[];
  readonly shares: readonly ShareStatement[];
  readonly policy: Policy;
  readonly due: Due;
};

/** The container that holds a group of a bid. */
const containerOf = ({ opens }: CheckedBid, g: number): string =>
  opens.seal.segments.find(({ stage }) => stage === g)!.c;

/** What a trustee gave of a container. */
export const givenOf = lookup<ShareStatement["shares"][number]>(({ c }) => [c]);

export const bidsOfContainer = lookup<CheckedBid>(({ opens }) => opens.headers.keys());

const speaksOf = ({ shares }: ShareStatement, container: string): boolean => givenOf(shares, container).length > 0;

/** Fewer trustees gave a share of a group than it takes: they leave out what does not open or misses its commitment. */
export function isShort(bid: CheckedBid, g: number, shares: readonly ShareStatement[]): boolean {
  const c = containerOf(bid, g);
  const all = shares.filter((share) => share.g === g);
  return (
    all.length > 0 && all.filter((share) => speaksOf(share, c)).length < bid.opens.headers.get(c)!.header.opening.k
  );
}

/**
 * Whether everybody can compute that the trustees were right to leave a bid out: each that did has published its key, which
 * `verifyTrusteeKeys` tries on what was dealt to it. Of a bid submitted again one may have disbelieved the signature.
 */
export function mayBeLeftOut(
  archive: Archive,
  bid: CheckedBid,
  g: number,
  { shares, policy }: Pick<Published, "shares" | "policy">,
): boolean {
  if (isAgain(bid)) return true;
  const silent = shares.filter((share) => share.g === g && !speaksOf(share, containerOf(bid, g)));
  return silent.length > 0 && silent.every(({ trustee }) => publishedKey(archive, policy, trustee, g) !== null);
}

const isAgain = ({ id, opens }: CheckedBid): boolean => opens.id !== id;

function publishedKey(archive: Archive, policy: Policy, kid: string, g: number): string | null {
  const at = policy.trustees.findIndex(({ statement }) => kidOf(statement) === kid);
  const bytes = archive.read(`opening/trustee-key-${at + 1}.json`);
  return bytes ? (parseTrusteeSecret(bytes).keys[g - 1] ?? null) : null;
}

/**
 * A trustee's published key is that of the policy and opens every wrap of its position; what it gave at the opening is what was wrapped to it, and what
 * it left out does not open or misses its commitment: whoever drops a bid by silence is found. The key of a group of which a
 * bid stays closed is published by nobody: the bidder has given its B (protocol §2.10).
 */
export async function verifyTrusteeKeys(book: Book, { archive }: Setting, published: Published): Promise<void> {
  for (const at of published.policy.trustees.keys()) {
    const bytes = archive.read(`opening/trustee-key-${at + 1}.json`);
    if (!bytes) {
      book.note(
        "none",
        7,
        `trustee-key:${at + 1}`,
        `受托人 ${at + 1} 未公布本标段私钥`,
        `trustee ${at + 1} has not published its key of this lot`,
      );
      continue;
    }
    await book.check(
      7,
      `trustee-key:${at + 1}`,
      `受托人 ${at + 1} 公布的私钥解开的份额与其交出的一致`,
      `the key published by trustee ${at + 1} opens the shares it gave`,
      () => checkTrusteeKey(bytes, at + 1, published),
    );
  }
}

/** @throws reasons `trustee`, `shares` */
async function checkTrusteeKey(bytes: Uint8Array, position: number, published: Published): Promise<void> {
  const { bids, frozen, shares, policy, due } = published;
  const { keys, kid } = parseTrusteeSecret(bytes);
  const { statement } = policy.trustees[position - 1]!;
  if (kid !== kidOf(statement)) reject("trustee", "the key of another statement");
  // By itself, not by its shares alone: who gave none, since it was away, has none to try the key on.
  for (const [at, key] of keys.entries())
    if (key && !sameBytes(publicOf(key, policy), fromBase64url(statement.keys[at] ?? "", 65)))
      reject("trustee", `the key of group ${at + 1} is not that of the policy`);
  for (const [at, key] of keys.entries())
    if (key && frozen.some(({ id }) => !due.of(id, at + 1)))
      reject("trustee", `the key of group ${at + 1}, of which a bid stays closed`);
  for (const share of shares.filter((one) => one.trustee === kid)) {
    const text = keys[share.g - 1];
    if (!text) continue;
    const key = fromBase64url(text, 32);
    for (const { c, j, v } of share.shares) {
      const own = bidsOfContainer(bids, c)[0]!;
      const made = await unwrapped(own, c, { key, group: share.g, position: j });
      if (!sameBytes(made, fromBase64url(v, 33))) reject("shares", `container ${c}: not what was wrapped`);
    }
    for (const bid of frozen) {
      if (isAgain(bid) || !due.of(bid.id, share.g) || speaksOf(share, containerOf(bid, share.g))) continue;
      if (await isGood(bid, { key, group: share.g, position })) reject("shares", `left out bid ${bid.id}, which opens`);
    }
  }
}

const publicOf = (key: string, { suite }: Policy) => trusteePublicKey(fromBase64url(key, 32), suite);

type Lock = { readonly key: Uint8Array; readonly group: number; readonly position: number };

async function unwrapped({ opens, seal }: CheckedBid, container: string, { key, group, position }: Lock) {
  const { header } = opens.headers.get(container)!;
  const wrapped = header.opening.trustees[position - 1] ?? reject("trustee", "position");
  const enc = wrapped.enc?.[group - 1];
  const stanza = {
    ct: fromBase64url(wrapped.ct[group - 1]!),
    ...(enc === undefined ? {} : { enc: fromBase64url(enc, 65) }),
  };
  const place = { container: fromBase64url(container, 16), group, position };
  return unwrapShare(key, stanza, place, seal.suite);
}

/** Whether what was dealt to this position opens and has its commitment. */
async function isGood(bid: CheckedBid, lock: Lock): Promise<boolean> {
  const c = containerOf(bid, lock.group);
  const commit = bid.opens.headers.get(c)!.header.commit.share[lock.group - 1]?.[lock.position - 1];
  const share = await unwrapped(bid, c, lock).catch(() => null);
  if (!share || !commit) return false;
  const suite = suiteOf(bid.opens.seal.suite);
  return sameBytes(commitShare(fromBase64url(c, 16), lock.group, lock.position, share, suite), fromHex(commit));
}
