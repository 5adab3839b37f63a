import type { Bytes } from "./bytes";
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
  // Filled again for each chunk: every engine has read it when its digest returns.
  const chunk = new Uint8Array(SEALED_CHUNK);
  let filled = 0;
  let first = new Uint8Array();
  const hashed = async (one: Uint8Array) => {
    if (leaves.length === 0) first = one.slice();
    leaves.push(await suite.digest(LEAF, one));
  };
  async function* pieces() {
    for await (const piece of source) {
      for (let at = 0; at < piece.length; ) {
        const end = Math.min(piece.length, at + SEALED_CHUNK - filled);
        chunk.set(piece.subarray(at, end), filled);
        filled += end - at;
        at = end;
        if (filled < SEALED_CHUNK) break;
        await hashed(chunk);
        filled = 0;
      }
      yield piece;
    }
    if (filled > 0) await hashed(chunk.subarray(0, filled));
  }
  return { pieces: pieces(), root: () => treeHead(leaves, suite), chunks: () => leaves.length, first: () => first };
}
