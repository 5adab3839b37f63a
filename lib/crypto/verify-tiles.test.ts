import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { concat, randomBytes, utf8 } from "./bytes";
import {
  checkpointText,
  COSIGNATURE,
  cosignatureBytes,
  cosignatureMessage,
  ED25519,
  noteOf,
  signatureLine,
} from "./checkpoint";
import { leafHash, nodeHash, treeHead } from "./merkle";
import { parseTilePath } from "./tile";
import { newBook } from "./verify-book";
import { type LogFiles, verifyAgainstLog } from "./verify-tiles";

const [logSecret, witnessSecret] = [randomBytes(32), randomBytes(32)];
const LOG = { name: "bid.test/log", type: ED25519, publicKey: ed25519.getPublicKey(logSecret) };
const WITNESS = { name: "witness.test/w1", type: COSIGNATURE, publicKey: ed25519.getPublicKey(witnessSecret) };
const KEYS = { log: LOG, witnesses: [WITNESS], quorum: 1 };
const LEAVES = Array.from({ length: 70_000 }, (_, at) => leafHash(utf8(`entry ${at}`)));

/** Hashes of level 8t: each over 256 of the level below. */
function levelOf(leaves: readonly Uint8Array[], level: number): readonly Uint8Array[] {
  let hashes = leaves;
  for (let n = 0; n < 8 * level; n++)
    hashes = Array.from({ length: Math.floor(hashes.length / 2) }, (_, at) =>
      nodeHash(hashes[2 * at]!, hashes[2 * at + 1]!),
    );
  return hashes;
}

function logOf(
  leaves: readonly Uint8Array[],
  change: (path: string, bytes: Uint8Array) => void = () => undefined,
): LogFiles {
  const levels = [0, 1, 2].map((level) => levelOf(leaves, level));
  const text = checkpointText({ origin: LOG.name, size: BigInt(leaves.length), root: treeHead(leaves) });
  const cosigned = cosignatureBytes(7, ed25519.sign(cosignatureMessage(7, text), witnessSecret));
  const lines = [signatureLine(LOG, ed25519.sign(utf8(text), logSecret)), signatureLine(WITNESS, cosigned)];
  return {
    read: async (path) => {
      const bytes = path === "checkpoint" ? utf8(noteOf(text, lines)) : tile(path);
      change(path, bytes);
      return bytes;
    },
  };
  function tile(path: string) {
    const { level, index, width } = parseTilePath(path.slice(5));
    const from = Number(index) * 256;
    return concat(...levels[Number(level)]!.slice(from, from + width));
  }
}

const entry = (index: number, leaf = LEAVES[index]!) => ({ index: BigInt(index), leaf, name: `event ${index}` });
async function judged(files: LogFiles, sizes: readonly number[], entries: readonly ReturnType<typeof entry>[]) {
  const book = newBook();
  const checkpoints = new Map(sizes.map((size) => [BigInt(size), treeHead(LEAVES.slice(0, size))]));
  await verifyAgainstLog(book, files, KEYS, checkpoints, entries);
  return book.findings.map(({ code, state, reason }) => [code.slice(4), state, reason ?? ""].join(" ").trim());
}
const GOOD = ["checkpoint ok", "grown ok", "entries ok"];

describe("protocol §6.6: the log's own files", () => {
  it.each([1, 2, 255, 256, 257, 700, 65_536, 70_000])("prove a log of %i entries", async (size) => {
    const sizes = [1, 3, 256, 300, 65_537].filter((one) => one <= size);
    const places = [0, 1, 255, 256, 65_535, 69_999].filter((one) => one < size);
    expect(
      await judged(
        logOf(LEAVES.slice(0, size)),
        sizes,
        places.map((at) => entry(at)),
      ),
    ).toEqual(GOOD);
  });

  it("a log that was rewritten behind a proof is found, and so is an entry that is not where the proof says", async () => {
    const rewritten = LEAVES.slice(0, 700).with(10, leafHash(utf8("another")));
    expect(await judged(logOf(rewritten), [300], [entry(299)])).toEqual([
      "checkpoint ok",
      "grown false note",
      "entries ok",
    ]);
    expect(await judged(logOf(rewritten), [], [entry(10)])).toEqual([
      "checkpoint ok",
      "grown ok",
      "entries false proof",
    ]);
    expect(await judged(logOf(LEAVES.slice(0, 700)), [], [entry(12, LEAVES[13]!)])).toContain("entries false proof");
  });

  it("a log shorter than what was proved, a tile that lies, one that is short, a checkpoint nobody signed", async () => {
    expect(await judged(logOf(LEAVES.slice(0, 200)), [300], [entry(299)])).toEqual([
      "checkpoint ok",
      "grown false note",
      "entries false proof",
    ]);
    const lying = logOf(LEAVES.slice(0, 700), (path, bytes) => {
      if (path.startsWith("tile/0/001")) bytes[5]! ^= 1;
    });
    // Another tile gives the root of the checkpoint; the entry under the lying one is not proved by it.
    expect(await judged(lying, [], [entry(300)])).not.toEqual(GOOD);
    const short: LogFiles = { read: async (path) => (await logOf(LEAVES.slice(0, 700)).read(path))!.slice(0, -1) };
    expect(await judged(short, [], [])).toEqual(["checkpoint false note"]);
    const unsigned = logOf(LEAVES.slice(0, 700), (path, bytes) => {
      if (path === "checkpoint") bytes[bytes.length - 9]! ^= 3;
    });
    expect((await judged(unsigned, [], []))[0]).toMatch(/^checkpoint false/);
  });
});
