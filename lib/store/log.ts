import { BATCH_LEAVES, batchProof, drawPositions, makeBatch } from "@/lib/crypto/batch";
import { type Bytes, randomBytes } from "@/lib/crypto/bytes";
import { checkpointText, noteOf, readVerifierKey, signatureLine } from "@/lib/crypto/checkpoint";
import { leafHash } from "@/lib/crypto/merkle";
import { writeTlogProof } from "@/lib/crypto/tlog-proof";
import { Prisma } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, inTransaction, type Tx } from "./db";
import { logEventById } from "./log-events";
import { consistency, grown, inclusion, type NodeAt, placesOf, rootOf } from "@/lib/crypto/log-tree";

/** What appending needs of the log's key. */
export type LogKey = {
  readonly origin: string;
  readonly verifierKey: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
};

export type LogHeadRow = {
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly note: string;
  readonly cosignatures: readonly string[];
  readonly createdAt: Date;
};

/** One sequencer at a time, whatever the number of workers. */
const SEQUENCER_LOCK = 7_270_001;

/** Entries of the public log: one for each interval since it began. */
export async function logSize(on: Db = db()): Promise<bigint> {
  const head = await on.logHead.findFirst({ orderBy: { size: "desc" }, select: { size: true } });
  return head?.size ?? 0n;
}

export function latestHead(on: Db = db()): Promise<LogHeadRow | null> {
  return on.logHead.findFirst({ orderBy: { size: "desc" } });
}

/** The newest head that a witness has signed. */
export async function latestCosignedHead(on: Db = db()): Promise<LogHeadRow | null> {
  const [row] = await on.$queryRaw<LogHeadRow[]>`
    SELECT size, root, note, cosignatures, created_at AS "createdAt" FROM log_head
     WHERE COALESCE(array_length(cosignatures, 1), 0) > 0 ORDER BY size DESC LIMIT 1`;
  return row ?? null;
}

/** The first head of at least `size` entries with that many cosignatures, or the newest. */
export async function cosignedHead(
  size: bigint,
  cosignatures: number,
  on: Db = db(),
  which: "first" | "newest" = "first",
): Promise<LogHeadRow | null> {
  // The order is written out, so that the index on `size` answers: heads are many.
  const order = which === "first" ? Prisma.sql`size` : Prisma.sql`size DESC`;
  const [row] = await on.$queryRaw<LogHeadRow[]>`
    SELECT size, root, note, cosignatures, created_at AS "createdAt" FROM log_head
     WHERE size >= ${size} AND COALESCE(array_length(cosignatures, 1), 0) >= ${cosignatures}
     ORDER BY ${order} LIMIT 1`;
  return row ?? null;
}

/**
 * Closes one batch: exactly 1024 leaves, waiting events at random places, dummies elsewhere, one entry of the public log,
 * one signed head (protocol §6.1). Events or none, the outside sees the same.
 *
 * @param intervalMs no batch before this long after the last one, so that several workers keep one rhythm; 0: at once
 * @returns size of the log after it; null if it was not yet time or another process is at it
 */
export function appendBatch(key: LogKey, intervalMs: number): Promise<bigint | null> {
  return inTransaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ held: boolean }[]>`SELECT pg_try_advisory_xact_lock(${SEQUENCER_LOCK}) AS held`;
    if (!lock?.held) return null;
    const now = await platformNow(tx);
    const head = await latestHead(tx);
    if (head && now.getTime() - head.createdAt.getTime() < intervalMs) return null;
    const size = head?.size ?? 0n;
    const entry = await addBatch(tx, size, now);
    await growTree(tx, size, leafHash(entry));
    await signHead(tx, key, size + 1n, now);
    return size + 1n;
  });
}

async function addBatch(tx: Tx, idx: bigint, now: Date): Promise<Bytes> {
  const waiting = await tx.logEvent.findMany({
    where: { batchIdx: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: BATCH_LEAVES,
    select: { id: true, commitment: true },
  });
  const seed = randomBytes(32);
  const positions = drawPositions(waiting.length);
  const batch = makeBatch(seed, new Map(waiting.map(({ commitment }, at) => [positions[at]!, commitment])));
  await tx.logBatch.create({
    data: {
      idx,
      seed: Buffer.from(seed),
      root: Buffer.from(batch.root),
      entry: Buffer.from(batch.entry),
      createdAt: now,
    },
  });
  if (waiting.length > 0) {
    const ids = waiting.map(({ id }) => id);
    await tx.$executeRaw`
      UPDATE log_event e SET batch_idx = ${idx}, pos = p.pos
        FROM unnest(${ids}::uuid[], ${positions}::int[]) AS p(id, pos) WHERE e.id = p.id`;
  }
  return batch.entry;
}

async function growTree(tx: Tx, index: bigint, leaf: Bytes): Promise<void> {
  const left = await nodesFor((node) => grown(index, leaf, node), tx);
  const nodes = grown(index, leaf, left);
  await tx.logNode.createMany({
    data: nodes.map(({ place, hash }) => ({ level: place.level, idx: place.index, hash: Buffer.from(hash) })),
  });
}

async function signHead(tx: Tx, key: LogKey, size: bigint, now: Date): Promise<void> {
  const compute = (node: NodeAt) => rootOf(size, node);
  const root = compute(await nodesFor(compute, tx));
  const text = checkpointText({ origin: key.origin, size, root });
  const line = signatureLine(readVerifierKey(key.verifierKey), await key.sign(new TextEncoder().encode(text)));
  await tx.logHead.create({
    data: { size, root: Buffer.from(root), note: noteOf(text, [line]), cosignatures: [], createdAt: now },
  });
}

/** The stored nodes a computation asks for, read in one query. */
async function nodesFor(compute: (node: NodeAt) => unknown, on: Db): Promise<NodeAt> {
  const places = placesOf(compute);
  const levels = places.map(({ level }) => level);
  const indexes = places.map(({ index }) => index);
  const rows =
    places.length === 0
      ? []
      : await on.$queryRaw<{ level: number; idx: bigint; hash: Uint8Array }[]>`
          SELECT n.level, n.idx, n.hash FROM log_node n
            JOIN unnest(${levels}::int[], ${indexes}::bigint[]) AS p(level, idx) USING (level, idx)`;
  const known = new Map(rows.map(({ level, idx, hash }) => [`${level}/${idx}`, Uint8Array.from(hash)]));
  return (level, index) => {
    const hash = known.get(`${level}/${index}`);
    if (!hash) throw new Error(`log node ${level}/${index} is missing`);
    return hash;
  };
}

/** Hashes that lead from the head of `older` entries to that of `size`. */
export async function consistencyHashes(older: bigint, size: bigint, on: Db = db()): Promise<Bytes[]> {
  const compute = (node: NodeAt) => consistency(older, size, node);
  return compute(await nodesFor(compute, on));
}

/** Adds a witness's cosignature lines to a head, once per witness: asked again it signs with another time, and two lines of one witness are not two witnesses. */
export async function addCosignature(size: bigint, lines: string): Promise<void> {
  await db().$executeRaw`
    UPDATE log_head SET cosignatures = array_append(cosignatures, ${lines})
     WHERE size = ${size}
       AND NOT EXISTS (SELECT 1 FROM unnest(cosignatures) AS line WHERE split_part(line, ' ', 2) = split_part(${lines}, ' ', 2))`;
}

/**
 * C2SP tlog-proof of an event, for whoever may have it: batch proof in `extra`, inclusion, cosigned checkpoint.
 *
 * @param cosignatures how many the checkpoint must carry (1; 2 for closing, freeze, opening and draw where there are two)
 * @returns null while the event waits for its batch or the batch for its witnesses
 */
export async function proofOfEvent(
  eventId: string,
  cosignatures = 1,
  on: Db = db(),
  which: "first" | "newest" = "first",
): Promise<string | null> {
  const { batchIdx, pos } = await logEventById(eventId, on);
  if (batchIdx === null || pos === null) return null;
  const head = await cosignedHead(batchIdx + 1n, cosignatures, on, which);
  if (!head) return null;
  const batch = await rebuildBatch(batchIdx, on);
  const compute = (node: NodeAt) => inclusion(batchIdx, head.size, node);
  const hashes = compute(await nodesFor(compute, on));
  const checkpoint = head.note + head.cosignatures.join("");
  return writeTlogProof({ extra: batchProof(batch, pos), index: batchIdx, hashes, checkpoint });
}

/** Whether `proofOfEvent` would give one now. */
export async function isProvable(eventId: string, on: Db = db()): Promise<boolean> {
  const { batchIdx } = await logEventById(eventId, on);
  return batchIdx !== null && (await cosignedHead(batchIdx + 1n, 1, on)) !== null;
}

async function rebuildBatch(idx: bigint, on: Db) {
  const row = await on.logBatch.findUniqueOrThrow({ where: { idx }, select: { seed: true } });
  const events = await on.logEvent.findMany({ where: { batchIdx: idx }, select: { pos: true, commitment: true } });
  return makeBatch(row.seed, new Map(events.map(({ pos, commitment }) => [pos!, commitment])));
}
