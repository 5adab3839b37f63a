import { type Archive, type ArchiveTrust, type DisclosedEvent, readConsistency, readEvents } from "./archive";
import { fromBase64url, fromHex, sameBytes } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";
import { parseCheckpoint, parseNote, verifyNote } from "./checkpoint";
import { verifyConsistency } from "./merkle";
import { reject } from "./reasons";
import { type StampedHead, stampedHead } from "./stamped-head";
import { eventCommitment } from "./statements";
import { type LogPolicy, verifyTlogProof } from "./tlog-proof";
import { lookup } from "./lookup";
import { type Book, lacks } from "./verify-book";

/** A disclosed event whose place in the log is proved. */
export type Proved = DisclosedEvent & {
  readonly index: number;
  readonly cosignatures: number;
  /** Leaf hash of its batch's entry in the log. */
  readonly leaf: Uint8Array;
  /** When the first witness signed a checkpoint that holds it, seconds since 1970; null without a cosignature. */
  readonly cosignedAt: number | null;
};

/** Events by the hash of what they say happened. */
export const eventsOfHash = lookup<Proved>(({ event }) => [event.hash]);
export const eventsOfBlind = lookup<Proved>(({ blind }) => [blind]);

export type Logged = {
  readonly events: readonly Proved[];
  /** Roots by size of every checkpoint in the archive. */
  readonly checkpoints: ReadonlyMap<bigint, Uint8Array>;
  /** Hourly timestamps that hold: so many entries were there by then. */
  readonly stamped: readonly StampedHead[];
};

/** Checks 3 and 4: checkpoints, their consistency, and every disclosed event by commitment, batch and inclusion. */
export async function verifyLog(book: Book, archive: Archive, keys: LogPolicy, trust: ArchiveTrust): Promise<Logged> {
  const events = await book.check(4, "events", "事件清单可读", "the list of events is readable", () =>
    readEvents(archive.read("events.jsonl") ?? lacks("events.jsonl")),
  );
  const checkpoints = new Map<bigint, Uint8Array>();
  const proved: Proved[] = [];
  for (const event of events ?? []) {
    const { kind, hash } = event.event;
    const name = `${kind} ${hash.slice(0, 16)}`;
    const found = await book.check(
      4,
      `event:${kind}:${hash.slice(0, 16)}`,
      `事件 ${name} 在日志中`,
      `event ${name} is in the log`,
      () => prove(archive, event, keys, checkpoints),
    );
    if (found) proved.push(found);
  }
  for (const name of archive.names.filter((one) => /^draws\/checkpoint-[0-9a-f]+\.txt$/.test(one)))
    await book.check(
      3,
      name.slice(6, -4),
      "抽取所用的检查点由日志签名",
      "the checkpoint of a draw is the log's",
      () => {
        const note = parseNote(new TextDecoder().decode(archive.read(name)!));
        const head = parseCheckpoint(note.text);
        if (head.origin !== keys.log.name || !verifyNote(note, keys.log)) reject("note", "the log's signature");
        saw(checkpoints, head.size, head.root);
      },
    );
  const stamped: StampedHead[] = [];
  for (const name of archive.names.filter((one) => /^log\/stamped-[0-9]+\.txt$/.test(one))) {
    const [base, size] = [name.slice(0, -4), name.slice(12, -4)];
    const found = await book.check(
      3,
      `stamped:${size}`,
      `整点时间戳成立：日志前 ${size} 条在此之前已经存在`,
      `the hourly timestamp holds: the first ${size} entries of the log were there before it`,
      async () => {
        const token = archive.read(`${base}.tst`) ?? lacks(`${base}.tst`);
        const head = await stampedHead({ name, note: archive.read(name)!, token }, keys, trust);
        if (String(head.size) !== size) reject("note", `a checkpoint of ${head.size} entries`);
        saw(checkpoints, head.size, head.root);
        return head;
      },
    );
    if (found) stamped.push(found);
  }
  await book.check(
    3,
    "checkpoints",
    `检查点 ${checkpoints.size} 个，前后一致`,
    `${checkpoints.size} checkpoints, each grown out of the one before`,
    () => consistent(archive, checkpoints),
  );
  return { events: proved, checkpoints, stamped };
}

/** @throws reason `note`: two different trees of one size are two histories */
function saw(seen: Map<bigint, Uint8Array>, size: bigint, root: Uint8Array): void {
  const before = seen.get(size);
  if (before && !sameBytes(before, root)) reject("note", `two roots for size ${size}: the log was forked`);
  seen.set(size, root);
}

function prove(archive: Archive, event: DisclosedEvent, keys: LogPolicy, seen: Map<bigint, Uint8Array>): Proved {
  const { proof, index, blind } = event;
  if (index === null || proof === null) return lacks("not proved yet");
  const text = new TextDecoder().decode(archive.read(proof) ?? lacks(proof));
  const commitment = eventCommitment(fromBase64url(blind, 32), canonicalBytes(event.event as Json));
  const found = verifyTlogProof(commitment, text, keys);
  if (found.index !== BigInt(index)) reject("proof", "another index");
  saw(seen, found.size, found.root);
  const { cosignedAt, leaf } = found;
  return {
    ...event,
    index,
    leaf,
    cosignatures: cosignedAt.length,
    cosignedAt: cosignedAt.length > 0 ? Math.min(...cosignedAt) : null,
  };
}

/** From each checkpoint to the next larger one. @throws reason `proof` */
function consistent(archive: Archive, checkpoints: ReadonlyMap<bigint, Uint8Array>): void {
  const sizes = [...checkpoints.keys()].sort((a, b) => (a < b ? -1 : 1));
  if (sizes.length < 2) return;
  const steps = readConsistency(archive.read("log/consistency.json") ?? lacks("log/consistency.json"));
  for (let at = 1; at < sizes.length; at++) {
    const [from, to] = [sizes[at - 1]!, sizes[at]!];
    const step = steps.find((one) => BigInt(one.from) === from && BigInt(one.to) === to) ?? lacks(`${from} → ${to}`);
    const hashes = step.hashes.map((hex) => fromHex(hex));
    if (!verifyConsistency(from, to, hashes, checkpoints.get(from)!, checkpoints.get(to)!))
      reject("proof", `the log of ${to} entries did not grow out of the one of ${from}`);
  }
}
