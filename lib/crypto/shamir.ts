import { combine as combineAll, split as splitAll } from "shamir-secret-sharing";
import { type Bytes, sameBytes } from "./bytes";
import { commitOpening, commitShare } from "./keys";
import { reject } from "./reasons";

/** Deals a 32-octet secret: n shares of 33 octets (value and x), any k of which give it back. */
export async function split(secret: Uint8Array, n: number, k: number): Promise<Bytes[]> {
  const shares = await splitAll(Uint8Array.from(secret), n, k);
  return shares.map((share) => Uint8Array.from(share));
}

/** Interpolates; says nothing about whether the shares belong together. */
export async function combine(shares: readonly Uint8Array[]): Promise<Bytes> {
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
  commits: { readonly container: Uint8Array; readonly group: number; readonly shares: readonly Uint8Array[]; readonly opening: Uint8Array },
  k: number,
): Promise<Bytes> {
  const { container, group } = commits;
  const good = dealt
    .filter(({ position, share }) => {
      const commit = commits.shares[position - 1];
      return commit && share.length === 33 && sameBytes(commitShare(container, group, position, share), commit);
    })
    .sort((a, b) => a.position - b.position);
  if (good.length < k) reject("shares", `${good.length} of ${k} shares fit`);
  for (const subset of subsets(good, k)) {
    if (new Set(subset.map(({ share }) => share[32])).size < k) continue;
    const secret = await combine(subset.map(({ share }) => share));
    if (sameBytes(commitOpening(container, group, secret), commits.opening)) return secret;
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
