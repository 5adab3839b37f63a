import { randomBytes } from "node:crypto";
import { logEntry } from "@/lib/crypto/batch";
import { checkpointText, noteOf, readVerifierKey, signatureLine } from "@/lib/crypto/checkpoint";
import { grown, rootOf } from "@/lib/crypto/log-tree";
import { leafHash } from "@/lib/crypto/merkle";
import { db, type Tx } from "@/lib/store/db";
import { latestHead } from "@/lib/store/log";
import type { Deps } from "@/lib/usecases/deps";

const ROWS = 20_000;
/** The sequencer's own lock (lib/store/log.ts): it waits while the log grows by this. */
const SEQUENCER_LOCK = 7_270_001;

type Rows = { readonly levels: number[]; readonly indexes: bigint[]; readonly hashes: Buffer[] };

/**
 * Lets the log grow to `size` entries at once, with random batch roots: entries, tree and head as the sequencer would have
 * left them in weeks. What it appends after that, and what the witnesses sign, is real again.
 */
export async function growLog(size: bigint, { log }: Pick<Deps, "log">): Promise<void> {
  await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEQUENCER_LOCK})`;
      const head = await latestHead(tx);
      const from = head?.size ?? 0n;
      if (size <= from) return;
      const nodes = new Map<string, Uint8Array<ArrayBuffer>>();
      const stored = await tx.logNode.findMany({ select: { level: true, idx: true, hash: true } });
      for (const { level, idx, hash } of stored) nodes.set(`${level}/${idx}`, Uint8Array.from(hash));
      const at = (level: number, index: bigint) => nodes.get(`${level}/${index}`)!;
      let rows: Rows = { levels: [], indexes: [], hashes: [] };
      for (let index = from; index < size; index++) {
        const leaf = leafHash(logEntry(randomBytes(32)));
        for (const { place, hash } of grown(index, leaf, at)) {
          nodes.set(`${place.level}/${place.index}`, hash);
          rows.levels.push(place.level);
          rows.indexes.push(place.index);
          rows.hashes.push(Buffer.from(hash));
        }
        if (rows.levels.length < ROWS && index + 1n < size) continue;
        await save(tx, rows);
        rows = { levels: [], indexes: [], hashes: [] };
      }
      const root = rootOf(size, at);
      const text = checkpointText({ origin: log.origin, size, root });
      const line = signatureLine(readVerifierKey(log.verifierKey), await log.sign(new TextEncoder().encode(text)));
      const note = noteOf(text, [line]);
      const createdAt = new Date((head?.createdAt.getTime() ?? 0) + 1);
      await tx.logHead.create({ data: { size, root: Buffer.from(root), note, cosignatures: [], createdAt } });
    },
    { maxWait: 30_000, timeout: 1_800_000 },
  );
}

const save = (tx: Tx, { levels, indexes, hashes }: Rows) => tx.$executeRaw`
  INSERT INTO log_node (level, idx, hash)
  SELECT * FROM unnest(${levels}::int[], ${indexes}::bigint[], ${hashes}::bytea[])`;
