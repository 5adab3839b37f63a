import { type Bytes, concat } from "./bytes";
import { SEALED_CHUNK, treeHead } from "./merkle";
import type { Suite } from "./suite";

const LEAF = Uint8Array.of(0);
/** Pieces of a chunk that wait side by side; a sender of single octets must not have a chunk of as many arguments. */
const PIECES = 64;

export type PartTree = {
  /** The next piece, of any length; to be waited for where a chunk became whole. It must not change until then. */
  add(piece: Uint8Array): Promise<void> | null;
  /** Says that no piece follows: the last chunk may be short. */
  end(): Promise<void>;
  root(): Bytes;
  chunks(): number;
  first(): Uint8Array;
};

/**
 * Hashes the chunks of a part as its pieces go by, where they lie: a part is never whole in memory, and not copied.
 *
 * @returns after `end`, the `root` of the part's tree, its number of `chunks`, and the `first` of them
 */
export function partTree(suite: Suite): PartTree {
  const leaves: Bytes[] = [];
  let waiting: Uint8Array[] = [];
  let filled = 0;
  let first: Uint8Array = new Uint8Array();
  const hashed = async () => {
    const chunk = waiting;
    [waiting, filled] = [[], 0];
    if (leaves.length === 0) first = concat(...chunk);
    leaves.push(await suite.digest(LEAF, ...chunk));
  };
  const cut = async (piece: Uint8Array) => {
    for (let at = 0; at < piece.length; ) {
      const end = Math.min(piece.length, at + SEALED_CHUNK - filled);
      waiting.push(piece.subarray(at, end));
      filled += end - at;
      at = end;
      if (filled === SEALED_CHUNK) await hashed();
    }
  };
  return {
    add: (piece) => {
      if (filled + piece.length >= SEALED_CHUNK) return cut(piece);
      waiting.push(piece);
      filled += piece.length;
      if (waiting.length >= PIECES) waiting = [concat(...waiting)];
      return null;
    },
    end: async () => {
      if (filled > 0) await hashed();
    },
    root: () => treeHead(leaves, suite),
    chunks: () => leaves.length,
    first: () => first,
  };
}
