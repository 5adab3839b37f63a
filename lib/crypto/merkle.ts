import { type Bytes, hash, sameBytes, u8 } from "./bytes";
import { SUITE_1 } from "./suite";

/** Ciphertext of one full chunk with its tag. */
export const SEALED_CHUNK = 65_552;
/** Chunks of one upload part: a full subtree of height 7. */
export const PART_CHUNKS = 128;

const LEAF = u8(0);
const NODE = u8(1);
/** Root of the empty tree: the hash of nothing. */
export const EMPTY_ROOT: Bytes = hash();

export const leafHash = (entry: Uint8Array): Bytes => hash(LEAF, entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Bytes => hash(NODE, left, right);

/** Chunks hashed side by side: more only costs memory. */
const AT_ONCE = 16;

/** Largest power of two below n, n > 1. */
const splitAt = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

/** RFC 6962 tree hash over leaf hashes; of the log in SHA-256, of a body in its suite's hash. */
export function treeHead(leaves: readonly Uint8Array[], suite = SUITE_1): Bytes {
  if (leaves.length === 0) return suite.hash();
  let level = leaves as readonly Bytes[];
  // Pairs from the left, a lone last node goes up unchanged: the same tree as RFC 6962's recursive one.
  while (level.length > 1) {
    const next: Bytes[] = [];
    for (let at = 0; at < level.length; at += 2)
      next.push(at + 1 < level.length ? suite.hash(NODE, level[at]!, level[at + 1]!) : level[at]!);
    level = next;
  }
  return level[0]!;
}

/** Leaf hashes of the chunks of one part of a body; the last chunk may be short. */
export async function chunkLeaves(part: Uint8Array, suite = SUITE_1): Promise<Bytes[]> {
  const leaves: Bytes[] = [];
  for (let at = 0; at < part.length; at += SEALED_CHUNK * AT_ONCE) {
    const some: Promise<Bytes>[] = [];
    for (let i = 0; i < AT_ONCE && at + i * SEALED_CHUNK < part.length; i++) {
      const from = at + i * SEALED_CHUNK;
      some.push(suite.digest(LEAF, part.subarray(from, from + SEALED_CHUNK)));
    }
    leaves.push(...(await Promise.all(some)));
  }
  return leaves;
}

/** Root of a body from one hash per part, all but the last full subtrees. */
export const foldParts = (roots: readonly Uint8Array[], suite = SUITE_1): Bytes => treeHead(roots, suite);

/** Inclusion proof of leaf `index` from the bottom up (RFC 6962 §2.1.1). */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Bytes[] {
  if (index < 0 || index >= leaves.length) throw new RangeError("no such leaf");
  if (leaves.length === 1) return [];
  const k = splitAt(leaves.length);
  return index < k
    ? [...inclusionProof(leaves.slice(0, k), index), treeHead(leaves.slice(k))]
    : [...inclusionProof(leaves.slice(k), index - k), treeHead(leaves.slice(0, k))];
}

/** Root that a proof leads to, or null where the proof has the wrong length. Sizes are bigint: a log outgrows 2⁵³ on paper. */
export function rootFromInclusion(
  index: bigint,
  size: bigint,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Bytes | null {
  if (index < 0n || index >= size || leaf.length !== 32 || proof.some(({ length }) => length !== 32)) return null;
  let at = index;
  let last = size - 1n;
  let root = Uint8Array.from(leaf);
  for (const sibling of proof) {
    if (last === 0n) return null;
    if (at % 2n === 1n || at === last) {
      root = nodeHash(sibling, root);
      while (at % 2n === 0n && at !== 0n) {
        at /= 2n;
        last /= 2n;
      }
    } else root = nodeHash(root, sibling);
    at /= 2n;
    last /= 2n;
  }
  return last === 0n ? root : null;
}

export function verifyInclusion(
  index: bigint,
  size: bigint,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  const made = rootFromInclusion(index, size, leaf, proof);
  return made !== null && sameBytes(made, root);
}

/** Proof that the tree of the first `m` leaves is a prefix of the whole (RFC 6962 §2.1.2). */
export function consistencyProof(leaves: readonly Uint8Array[], m: number): Bytes[] {
  return m <= 0 || m >= leaves.length ? [] : subproof(leaves, m, true);
}

function subproof(leaves: readonly Uint8Array[], m: number, whole: boolean): Bytes[] {
  if (m === leaves.length) return whole ? [] : [treeHead(leaves)];
  const k = splitAt(leaves.length);
  return m <= k
    ? [...subproof(leaves.slice(0, k), m, whole), treeHead(leaves.slice(k))]
    : [...subproof(leaves.slice(k), m - k, false), treeHead(leaves.slice(0, k))];
}

/**
 * Whether `root2` of `size2` grew out of `root1` of `size1` without changing it. Nothing is proved about an empty tree:
 * who starts from one has no history to compare, and says so himself.
 */
export function verifyConsistency(
  size1: bigint,
  size2: bigint,
  proof: readonly Uint8Array[],
  root1: Uint8Array,
  root2: Uint8Array,
): boolean {
  if (size1 <= 0n || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && sameBytes(root1, root2);
  const isPower = (size1 & (size1 - 1n)) === 0n;
  const path = isPower ? [root1, ...proof] : [...proof];
  const [first, ...rest] = path;
  if (!first) return false;
  let at = size1 - 1n;
  let last = size2 - 1n;
  while (at % 2n === 1n) {
    at /= 2n;
    last /= 2n;
  }
  let old = Uint8Array.from(first);
  let fresh = Uint8Array.from(first);
  for (const sibling of rest) {
    if (last === 0n) return false;
    if (at % 2n === 1n || at === last) {
      old = nodeHash(sibling, old);
      fresh = nodeHash(sibling, fresh);
      while (at % 2n === 0n && at !== 0n) {
        at /= 2n;
        last /= 2n;
      }
    } else fresh = nodeHash(fresh, sibling);
    at /= 2n;
    last /= 2n;
  }
  return last === 0n && sameBytes(old, root1) && sameBytes(fresh, root2);
}
