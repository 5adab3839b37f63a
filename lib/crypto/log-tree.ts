import type { Bytes } from "./bytes";
import { EMPTY_ROOT, nodeHash } from "./merkle";

/** Hash of a full subtree: leaves [index × 2^level, (index+1) × 2^level). */
export type NodeAt = (level: number, index: bigint) => Bytes;
export type Place = { readonly level: number; readonly index: bigint };

const ZERO = new Uint8Array(32);

/** Largest power of two below n, n > 1. */
function below(n: bigint): bigint {
  let k = 1n;
  while (k * 2n < n) k *= 2n;
  return k;
}

function levelOf(size: bigint): number | null {
  let level = 0;
  for (let n = size; n > 1n; n /= 2n, level++) if (n % 2n === 1n) return null;
  return level;
}

/** RFC 6962 hash of leaves [from, to), from full subtrees: O(log n) of them. */
function range(from: bigint, to: bigint, node: NodeAt): Bytes {
  const size = to - from;
  const level = levelOf(size);
  if (level !== null && from % size === 0n) return node(level, from / size);
  const k = below(size);
  return nodeHash(range(from, from + k, node), range(from + k, to, node));
}

/** Root of the first `size` leaves. */
export const rootOf = (size: bigint, node: NodeAt): Bytes => (size === 0n ? EMPTY_ROOT : range(0n, size, node));

/** Inclusion proof of leaf `index` in the tree of `size`, from the bottom up (RFC 6962 §2.1.1). */
export function inclusion(index: bigint, size: bigint, node: NodeAt): Bytes[] {
  if (index < 0n || index >= size) throw new RangeError("no such leaf");
  const path = (from: bigint, to: bigint): Bytes[] => {
    if (to - from === 1n) return [];
    const middle = from + below(to - from);
    return index < middle
      ? [...path(from, middle), range(middle, to, node)]
      : [...path(middle, to), range(from, middle, node)];
  };
  return path(0n, size);
}

/** Proof that the tree of `older` leaves is a prefix of that of `size` (RFC 6962 §2.1.2). */
export function consistency(older: bigint, size: bigint, node: NodeAt): Bytes[] {
  if (older <= 0n || older >= size) return [];
  const sub = (from: bigint, to: bigint, m: bigint, whole: boolean): Bytes[] => {
    if (m === to) return whole ? [] : [range(from, to, node)];
    const middle = from + below(to - from);
    return m <= middle
      ? [...sub(from, middle, m, whole), range(middle, to, node)]
      : [...sub(middle, to, m, false), range(from, middle, node)];
  };
  return sub(0n, size, older, true);
}

/** The places that a computation will ask for, found by running it on nothing. */
export function placesOf(compute: (node: NodeAt) => unknown): Place[] {
  const places: Place[] = [];
  compute((level, index) => {
    places.push({ level, index });
    return ZERO;
  });
  return places;
}

/** The nodes that become full when leaf `index` is appended, leaf first. @param left gives the stored left siblings */
export function grown(index: bigint, leaf: Bytes, left: NodeAt): { readonly place: Place; readonly hash: Bytes }[] {
  const nodes = [{ place: { level: 0, index }, hash: leaf }];
  let at = index;
  let hash = leaf;
  for (let level = 0; at % 2n === 1n; level++) {
    hash = nodeHash(left(level, at - 1n), hash);
    at /= 2n;
    nodes.push({ place: { level: level + 1, index: at }, hash });
  }
  return nodes;
}
