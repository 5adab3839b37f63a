import type { ArchiveTrust } from "./archive";
import { type Bytes, sameBytes } from "./bytes";
import { type Checkpoint, parseCheckpoint, parseNote, verifyCosignature, verifyNote } from "./checkpoint";
import { consistency, inclusion, type NodeAt, placesOf, rootOf } from "./log-tree";
import { nodeHash, verifyConsistency, verifyInclusion } from "./merkle";
import { reject } from "./reasons";
import { stampedHead } from "./stamped-head";
import { TILE_WIDTH, tilePath, tileReach } from "./tile";
import type { LogPolicy } from "./tlog-proof";
import { type Book, lacks } from "./verify-book";

/** The public log as its static files: a folder or an address (protocol §6.6). */
export type LogFiles = {
  /** Octets of a file below the log's root (`checkpoint`, `tile/0/000`); null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
};

/** An entry that a proof places in the log. */
export type Placed = { readonly index: bigint; readonly leaf: Uint8Array; readonly name: string };

/**
 * Checks an archive or a receipt against the log itself: its newest checkpoint, that every checkpoint at hand grew into it,
 * and that the entries stand where the proofs say. A log that was rewritten after the proofs were made is found here alone.
 */
export async function verifyAgainstLog(
  book: Book,
  files: LogFiles,
  keys: LogPolicy & { readonly trust?: ArchiveTrust | undefined },
  checkpoints: ReadonlyMap<bigint, Uint8Array>,
  entries: readonly Placed[],
): Promise<void> {
  const head = await book.check(
    3,
    "log:checkpoint",
    "公开日志的最新检查点由日志与见证人签名",
    "the public log's newest checkpoint is signed by log and witnesses",
    () => newest(files, keys),
  );
  if (!head) return;
  await book.check(
    3,
    "log:grown",
    `手头 ${checkpoints.size} 个检查点都延续到公开日志（${head.size} 条）`,
    `the ${checkpoints.size} checkpoints at hand grew into the public log (${head.size} entries)`,
    async () => {
      for (const [size, root] of checkpoints) await mustHaveGrown(files, head, size, root);
    },
  );
  await book.check(
    4,
    "log:entries",
    `${entries.length} 个事件所在批次都在公开日志的原位`,
    `the batches of ${entries.length} events stand in the public log where they were`,
    async () => {
      for (const entry of entries) await mustStand(files, head, entry);
    },
  );
  await verifyHourly(book, files, keys, head);
}

/** The newest checkpoint with an hourly timestamp (protocol §5.1), where the log publishes one. */
async function verifyHourly(
  book: Book,
  files: LogFiles,
  { trust, ...keys }: LogPolicy & { readonly trust?: ArchiveTrust | undefined },
  head: Checkpoint,
): Promise<void> {
  const newest = await files.read("stamped/checkpoint").catch(() => null);
  if (!newest || !trust) return;
  await book.check(
    3,
    "log:stamped",
    "公开日志最近的整点时间戳成立，其检查点延续到公开日志",
    "the public log's newest hourly timestamp holds, and its checkpoint grew into the log",
    async () => {
      // Both by its size: at the full hour the newest may become another between two questions, and a log that stood still
      // for an hour has two stamps over one size, with other cosignatures in the note.
      const { size } = parseCheckpoint(parseNote(new TextDecoder().decode(newest)).text);
      const note = (await files.read(`stamped/${size}/checkpoint`)) ?? newest;
      const token =
        (await files.read(`stamped/${size}/checkpoint.tst`)) ??
        (await files.read("stamped/checkpoint.tst")) ??
        lacks("stamped/checkpoint.tst");
      const { size: stamped, root } = await stampedHead({ name: "stamped/checkpoint", note, token }, keys, trust);
      if (stamped !== size) reject("note", `a checkpoint of ${stamped} entries`);
      await mustHaveGrown(files, head, size, root);
    },
  );
}

async function newest(files: LogFiles, keys: LogPolicy): Promise<Checkpoint> {
  const bytes = (await files.read("checkpoint")) ?? lacks("checkpoint");
  const note = parseNote(new TextDecoder().decode(bytes));
  const head = parseCheckpoint(note.text);
  if (head.origin !== keys.log.name || !verifyNote(note, keys.log)) reject("note", "the log's signature");
  const cosigned = keys.witnesses.filter((key) => verifyCosignature(note, key) !== null).length;
  if (cosigned < keys.quorum) reject("note", `${cosigned} of ${keys.quorum} cosignatures`);
  const made = await compute(files, head.size, (node) => rootOf(head.size, node));
  if (!sameBytes(made, head.root)) reject("tile", "the tiles do not give the root of the checkpoint");
  return head;
}

async function mustHaveGrown(files: LogFiles, head: Checkpoint, size: bigint, root: Uint8Array): Promise<void> {
  if (size > head.size) reject("note", `a checkpoint of ${size} entries, and the log has ${head.size}`);
  const proof = await compute(files, head.size, (node) => consistency(size, head.size, node));
  if (!verifyConsistency(size, head.size, proof, root, head.root))
    reject("note", `the log of ${size} entries did not grow into this one: it was rewritten`);
}

async function mustStand(files: LogFiles, head: Checkpoint, { index, leaf, name }: Placed): Promise<void> {
  if (index >= head.size) reject("proof", `${name} is beyond the log`);
  const proof = await compute(files, head.size, (node) => inclusion(index, head.size, node));
  if (!verifyInclusion(index, head.size, leaf, proof, head.root)) reject("proof", `${name} is not at ${index}`);
}

/** A computation on nodes of the tree, each made from its tile; only the tiles that are needed are read. */
async function compute<T>(files: LogFiles, size: bigint, work: (node: NodeAt) => T): Promise<T> {
  const known = new Map<string, Bytes>();
  for (const { level, index } of placesOf(work))
    known.set(`${level}/${index}`, await nodeFromTiles(files, size, level, index));
  return work((level, index) => known.get(`${level}/${index}`) ?? reject("tile", `node ${level}/${index}`));
}

/** A node of level 8t + r is made of 2^r hashes that stand side by side in one tile of level t. */
async function nodeFromTiles(files: LogFiles, size: bigint, level: number, index: bigint): Promise<Bytes> {
  const [tileLevel, rest] = [Math.floor(level / 8), level % 8];
  const first = index << BigInt(rest);
  const tile = first / BigInt(TILE_WIDTH);
  const bytes = await tileOf(files, size, tileLevel, tile);
  const from = Number(first % BigInt(TILE_WIDTH));
  let hashes = Array.from(
    { length: 2 ** rest },
    (_, at) => bytes.slice((from + at) * 32, (from + at + 1) * 32) as Bytes,
  );
  if (hashes.some(({ length }) => length !== 32)) return reject("tile", `tile ${tileLevel}/${tile} is too short`);
  while (hashes.length > 1)
    hashes = Array.from({ length: hashes.length / 2 }, (_, at) => nodeHash(hashes[2 * at]!, hashes[2 * at + 1]!));
  return hashes[0]!;
}

const CACHED = 4096;
const cache = new WeakMap<LogFiles, Map<string, Uint8Array>>();

async function tileOf(files: LogFiles, size: bigint, level: number, index: bigint): Promise<Uint8Array> {
  const width = tileReach({ level, index }, size);
  if (width === 0) return reject("tile", `tile ${level}/${index}`);
  const path = `tile/${tilePath({ level, index, width })}`;
  const kept = cache.get(files) ?? new Map<string, Uint8Array>();
  cache.set(files, kept);
  const found = kept.get(path);
  if (found) return found;
  const bytes = (await files.read(path)) ?? lacks(path);
  if (bytes.length !== width * 32) return reject("tile", `${path} has ${bytes.length} octets`);
  if (kept.size >= CACHED) kept.clear();
  kept.set(path, bytes);
  return bytes;
}
