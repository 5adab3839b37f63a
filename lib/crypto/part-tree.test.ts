import { describe, expect, it } from "vitest";
import { bytesToHex, randomBytes } from "./bytes";
import { chunkLeaves, SEALED_CHUNK, treeHead } from "./merkle";
import { partTree } from "./part-tree";
import { loadSuite } from "./suite";

async function* cut(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe("§2.5: the tree of a part that goes by in pieces", () => {
  it.each([1, SEALED_CHUNK - 1, SEALED_CHUNK, SEALED_CHUNK + 1, 3 * SEALED_CHUNK + 7])(
    "of %i octets is that of the part as a whole, in both suites, however it is cut",
    async (length) => {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; at += 65_536) bytes.set(randomBytes(Math.min(65_536, length - at)), at);
      for (const suite of [await loadSuite(1), await loadSuite(2)])
        for (const size of [997, 65_536, SEALED_CHUNK, 200_000]) {
          const tree = partTree(suite);
          let passed = 0;
          for await (const piece of cut(bytes, size)) {
            await tree.add(piece);
            passed += piece.length;
          }
          await tree.end();
          const leaves = await chunkLeaves(bytes, suite);
          expect([passed, tree.chunks()]).toEqual([length, leaves.length]);
          expect(bytesToHex(tree.root())).toBe(bytesToHex(treeHead(leaves, suite)));
        }
    },
  );
});
