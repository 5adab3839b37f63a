import { type Bytes, concat, hmacUnder, u16, u8 } from "./bytes";
import { inclusionProof, leafHash, nodeHash, treeHead } from "./merkle";
import { reject } from "./reasons";
import { randomBelow } from "./random";

/** Leaves of a batch, events or not: its shape says nothing about load (protocol §6.1). */
export const BATCH_LEAVES = 1024;

const entryOf = (commitment: Uint8Array): Bytes => concat(u8(1), u8(1), commitment);
/** What fills a place without an event; without the seed nobody can tell. */
function dummies(seed: Uint8Array): (position: number) => Bytes {
  const under = hmacUnder(seed);
  return (position) => under(u16(position));
}

export type Batch = { readonly leaves: readonly Bytes[]; readonly root: Bytes; readonly entry: Bytes };

/** Leaf hashes, root and log entry of a batch. @param commitments by position 0 … 1023 */
export function makeBatch(seed: Uint8Array, commitments: ReadonlyMap<number, Uint8Array>): Batch {
  const dummy = dummies(seed);
  const leaves = Array.from({ length: BATCH_LEAVES }, (_, at) => leafHash(entryOf(commitments.get(at) ?? dummy(at))));
  const root = treeHead(leaves);
  return { leaves, root, entry: logEntry(root) };
}

/** The public log's entry of a batch. */
export const logEntry = (root: Uint8Array): Bytes => concat(u8(1), u8(2), root);

/** Random free positions for `count` events. */
export function drawPositions(count: number): number[] {
  if (count > BATCH_LEAVES) throw new RangeError("more events than places");
  const free = Array.from({ length: BATCH_LEAVES }, (_, at) => at);
  return Array.from({ length: count }, () => free.splice(randomBelow(free.length), 1)[0]!);
}

/** The `extra` line of a tlog-proof: position and ten hashes from leaf to root, octets. */
export const batchProof = (batch: Batch, position: number): Bytes =>
  concat(u16(position), ...inclusionProof(batch.leaves, position));

/** Root of the batch that holds the commitment. @throws reason `proof` */
export function rootOfBatchProof(commitment: Uint8Array, proof: Uint8Array): Bytes {
  if (proof.length !== 2 + 10 * 32) return reject("proof", "a batch proof has ten hashes");
  let at = new DataView(proof.buffer, proof.byteOffset).getUint16(0);
  if (at >= BATCH_LEAVES) return reject("proof", "position");
  let node = leafHash(entryOf(commitment));
  for (let level = 0; level < 10; level++) {
    const sibling = proof.subarray(2 + level * 32, 2 + (level + 1) * 32);
    node = at % 2 === 1 ? nodeHash(sibling, node) : nodeHash(node, sibling);
    at >>= 1;
  }
  return node;
}
