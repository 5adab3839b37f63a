import { combine as combineAll, split as splitAll } from "shamir-secret-sharing";
import { type Bytes, sameBytes } from "./bytes";
import { commitOpening, commitShare } from "./keys";
import { reject } from "./reasons";
import { SUITE_1 } from "./suite";

/** Deals a 32-octet secret: n shares of 33 octets (value and x), any k of which give it back. */
export async function split(secret: Uint8Array, n: number, k: number): Promise<Bytes[]> {
  const shares = await splitAll(Uint8Array.from(secret), n, k);
  return shares.map((share) => Uint8Array.from(share));
}

/**
 * Interpolates; says nothing about whether the shares belong together.
 * @throws reason `shares` for shares no dealer may make: x zero or twice, different lengths, fewer than two
 */
export async function combine(shares: readonly Uint8Array[]): Promise<Bytes> {
  const xs = shares.map((share) => share[share.length - 1] ?? 0);
  const lengths = new Set(shares.map(({ length }) => length));
  if (shares.length < 2 || shares.length > 255 || lengths.size !== 1 || shares[0]!.length < 2)
    return reject("shares", "number or length");
  if (xs.includes(0) || new Set(xs).size !== xs.length) return reject("shares", "x is zero, or the same twice");
  return Uint8Array.from(await combineAll(shares.map((share) => Uint8Array.from(share))));
}

export type DealtShare = { readonly position: number; readonly share: Uint8Array };

/**
 * Rebuilds O_g: drops shares that miss their commitment, then tries subsets of k of the others in the order of the
 * trustees until one gives the opening commitment (protocol §2.4). If k or more are good and none gives it, the fault is
 * the bidder's: reason `commit-opening`. If fewer are good: reason `shares`.
 */
export async function combineChecked(
  dealt: readonly DealtShare[],
  commits: {
    readonly container: Uint8Array;
    readonly group: number;
    readonly shares: readonly Uint8Array[];
    readonly opening: Uint8Array;
  },
  k: number,
  suite = SUITE_1,
): Promise<Bytes> {
  const { container, group } = commits;
  const good = dealt
    .filter(({ position, share }) => {
      const commit = commits.shares[position - 1];
      return commit && share.length === 33 && sameBytes(commitShare(container, group, position, share, suite), commit);
    })
    .sort((a, b) => a.position - b.position);
  if (good.length < k) reject("shares", `${good.length} of ${k} shares fit`);
  for (const subset of subsets(good, k)) {
    const xs = subset.map(({ share }) => share[32]);
    if (xs.includes(0) || new Set(xs).size < k) continue;
    const secret = await combine(subset.map(({ share }) => share));
    if (sameBytes(commitOpening(container, group, secret, suite), commits.opening)) return secret;
  }
  return reject("commit-opening", `group ${group}`);
}

function* subsets<T>(items: readonly T[], k: number, from = 0): Generator<T[]> {
  if (k === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= items.length - k; at++)
    for (const rest of subsets(items, k - 1, at + 1)) yield [items[at]!, ...rest];
}
