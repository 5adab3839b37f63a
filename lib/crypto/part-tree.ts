import { type Bytes, concat } from "./bytes";
import { engine, type LeafHash } from "./engine";
import { SEALED_CHUNK, treeHead } from "./merkle";
import type { Suite } from "./suite";

const LEAF = Uint8Array.of(0);

/**
 * Passes the pieces of a part on and hashes its chunks as they go by: a part is never whole in memory.
 *
 * @returns `pieces` to be read once to their end; after that `root` of the part's tree, its number of `chunks`,
 *   and the `first` of them
 */
export function partTree(source: AsyncIterable<Uint8Array>, suite: Suite) {
  const leaves: Bytes[] = [];
  const first = new Uint8Array(SEALED_CHUNK);
  let passed = 0;
  async function* pieces() {
    const hashed = engine().leaves?.(suite.id === 1 ? "sha256" : "sm3", SEALED_CHUNK) ?? leavesHere(suite);
    let ended = false;
    try {
      for await (const piece of source) {
        if (passed < first.length) first.set(piece.subarray(0, first.length - passed), passed);
        passed += piece.length;
        await hashed.update(piece);
        yield piece;
      }
      ended = true;
    } finally {
      if (!ended) hashed.drop();
    }
    const all = await hashed.end();
    for (let at = 0; at < all.length; at += 32) leaves.push(all.subarray(at, at + 32));
  }
  return {
    pieces: pieces(),
    root: () => treeHead(leaves, suite),
    chunks: () => leaves.length,
    first: () => first.subarray(0, Math.min(passed, first.length)),
  };
}

/** Where nothing holds up this thread more than the digest itself. */
function leavesHere(suite: Suite): LeafHash {
  const leaves: Bytes[] = [];
  // Filled again for each chunk: every engine has read it when its digest returns.
  const chunk = new Uint8Array(SEALED_CHUNK);
  let filled = 0;
  return {
    update: async (piece: Uint8Array) => {
      for (let at = 0; at < piece.length; ) {
        const end = Math.min(piece.length, at + SEALED_CHUNK - filled);
        chunk.set(piece.subarray(at, end), filled);
        filled += end - at;
        at = end;
        if (filled < SEALED_CHUNK) break;
        leaves.push(await suite.digest(LEAF, chunk));
        filled = 0;
      }
    },
    end: async () => {
      if (filled > 0) leaves.push(await suite.digest(LEAF, chunk.subarray(0, filled)));
      return concat(...leaves);
    },
    drop: () => undefined,
  };
}
