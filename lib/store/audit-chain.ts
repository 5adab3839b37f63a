import { entryHash, linkHash } from "@/lib/crypto/audit-chain";
import { type Db, db, inTransaction, type Tx } from "./db";
import { logEvent } from "./log-events";

const CHAIN_LOCK = 7_270_002;
const AT_ONCE = 1_000;
/** The head goes into the transparency log at most this often: an owner of the database cannot then make a new chain. */
const ANCHOR_MS = 60_000;

/** `prevHash` of the first link. */
export const CHAIN_START = "0".repeat(64);
export const ANCHOR_KIND = "audit-head";

/**
 * An entry as it is hashed: every column as text of PostgreSQL's own making, so that what is checked is what is stored,
 * microseconds and the form of numbers in `facts` included.
 */
const ENTRY_TEXT = `json_build_array(e.id, (extract(epoch FROM e.at) * 1000000)::bigint::text, e.actor_id, e.actor_role,
  e.party_id, e.action, e.object_kind, e.object_id, e.lot_id, e.before_hash, e.after_hash, e.facts::text, e.address,
  e.user_agent, e.cert_serial, e.bidder_side)::text`;

export { entryHash, linkHash };

/**
 * Links the entries that are not linked yet, oldest first, one linker at a time (settled 14).
 * @returns how many were linked; null if another process is at it
 */
export function linkEntries(): Promise<number | null> {
  return inTransaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ held: boolean }[]>`SELECT pg_try_advisory_xact_lock(${CHAIN_LOCK}) AS held`;
    if (!lock?.held) return null;
    const entries = await tx.$queryRawUnsafe<{ id: string; text: string }[]>(
      `SELECT e.id, ${ENTRY_TEXT} AS text FROM audit_entry e
        WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = e.id)
        ORDER BY e.at, e.id LIMIT ${AT_ONCE}`,
    );
    if (entries.length === 0) return 0;
    await append(tx, entries);
    return entries.length;
  });
}

async function append(tx: Tx, entries: readonly { id: string; text: string }[]): Promise<void> {
  const last = await tx.auditLink.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true } });
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT platform_now() AS now`;
  let seq = last?.seq ?? 0n;
  let prevHash = last?.hash ?? CHAIN_START;
  const links = entries.map(({ id, text }) => {
    seq += 1n;
    const entry = entryHash(text);
    const link = {
      seq,
      entryId: id,
      entryHash: entry,
      prevHash,
      hash: linkHash(seq, prevHash, entry),
      linkedAt: clock!.now,
    };
    prevHash = link.hash;
    return link;
  });
  await tx.auditLink.createMany({ data: links });
  await anchor(tx, prevHash, clock!.now);
}

async function anchor(tx: Tx, head: string, now: Date): Promise<void> {
  const last = await tx.logEvent.findFirst({
    where: { kind: ANCHOR_KIND },
    orderBy: { createdAt: "desc" },
    select: { createdAt: true },
  });
  if (last && now.getTime() - last.createdAt.getTime() < ANCHOR_MS) return;
  await logEvent(tx, { lotId: null, tender: null, kind: ANCHOR_KIND, hash: head });
}

export type LinkedEntry = {
  readonly seq: bigint;
  readonly entryId: string;
  readonly entryHash: string;
  readonly prevHash: string;
  readonly hash: string;
  /** The entry's text as it is now; null if the entry is gone. */
  readonly text: string | null;
};

/** Links after `seq` with their entries as they are stored now. */
export function linksAfter(seq: bigint, take: number, on: Db = db()): Promise<LinkedEntry[]> {
  return on.$queryRawUnsafe<LinkedEntry[]>(
    `SELECT l.seq, l.entry_id AS "entryId", l.entry_hash AS "entryHash", l.prev_hash AS "prevHash", l.hash,
            CASE WHEN e.id IS NULL THEN NULL ELSE ${ENTRY_TEXT} END AS text
       FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id
      WHERE l.seq > $1 ORDER BY l.seq LIMIT $2`,
    seq,
    take,
  );
}

/** The links of these entries, with the entries as they are stored now: for whoever checks them itself. */
export function linksOf(entryIds: readonly string[], on: Db = db()): Promise<LinkedEntry[]> {
  return on.$queryRawUnsafe<LinkedEntry[]>(
    `SELECT l.seq, l.entry_id AS "entryId", l.entry_hash AS "entryHash", l.prev_hash AS "prevHash", l.hash,
            ${ENTRY_TEXT} AS text
       FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
      WHERE l.entry_id = ANY($1::uuid[]) ORDER BY l.seq`,
    [...entryIds],
  );
}

/** Entries that nobody linked although they are older than `graceMs`. */
export function unlinkedEntries(graceMs: number, on: Db = db()): Promise<{ id: string; at: Date }[]> {
  return on.$queryRaw<{ id: string; at: Date }[]>`
    SELECT e.id, e.at FROM audit_entry e
     WHERE e.at < platform_now() - ${graceMs} * interval '1 millisecond'
       AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = e.id)
     ORDER BY e.at LIMIT 1000`;
}

/** Heads that were put into the transparency log and are no link any more: the chain was cut or made anew. */
export async function lostAnchors(on: Db = db()): Promise<string[]> {
  const rows = await on.$queryRaw<{ hash: string }[]>`
    SELECT v.hash FROM log_event v WHERE v.kind = ${ANCHOR_KIND}
       AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.hash = v.hash) LIMIT 1000`;
  return rows.map(({ hash: head }) => head);
}
