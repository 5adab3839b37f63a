import type { Bytes } from "./bytes";
import { logEntry, rootOfBatchProof } from "./batch";
import { type NoteKey, parseCheckpoint, parseNote, verifyCosignature, verifyNote } from "./checkpoint";
import { leafHash, verifyInclusion } from "./merkle";
import { reject } from "./reasons";

export type TlogProof = {
  readonly extra: Bytes | null;
  readonly index: bigint;
  readonly hashes: readonly Bytes[];
  readonly checkpoint: string;
};

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const MARK = "c2sp.org/tlog-proof@v1";

/** C2SP tlog-proof: mark, optional extra data, index, inclusion hashes, empty line, signed checkpoint. */
export function writeTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [MARK, ...(extra ? [`extra ${base64(extra)}`] : []), `index ${index}`, ...hashes.map(base64)];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/** @throws reason `proof` */
export function readTlogProof(text: string): TlogProof {
  const at = text.indexOf("\n\n");
  const [mark, ...rest] = text.slice(0, at).split("\n");
  if (at < 0 || mark !== MARK) return reject("proof", "not a tlog-proof");
  const extra = rest[0]?.startsWith("extra ") ? decode(rest.shift()!.slice(6)) : null;
  const index = /^index (0|[1-9][0-9]{0,18})$/.exec(rest.shift() ?? "");
  if (!index) return reject("proof", "index");
  const hashes = rest.map(decode);
  if (hashes.length > 63 || hashes.some(({ length }) => length !== 32)) return reject("proof", "hashes");
  return { extra, index: BigInt(index[1]!), hashes, checkpoint: text.slice(at + 2) };
}

function decode(text: string): Bytes {
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    if (base64(bytes) === text) return bytes;
  } catch {
    // refused below
  }
  return reject("proof", "base64");
}

export type LogPolicy = { readonly log: NoteKey; readonly witnesses: readonly NoteKey[]; readonly quorum: number };
export type Proved = {
  readonly index: bigint;
  readonly size: bigint;
  readonly root: Bytes;
  /** Leaf hash of its batch's entry in the log. */
  readonly leaf: Bytes;
  /** Times of the witnesses' cosignatures, seconds since 1970. */
  readonly cosignedAt: readonly number[];
};

/**
 * Whether a commitment is in the log: batch proof, inclusion, log signature, and enough cosignatures.
 * @throws reasons `proof`, `note`
 */
export function verifyTlogProof(commitment: Uint8Array, text: string, policy: LogPolicy): Proved {
  const proof = readTlogProof(text);
  if (!proof.extra) return reject("proof", "no batch proof");
  const note = parseNote(proof.checkpoint);
  const { origin, size, root } = parseCheckpoint(note.text);
  if (origin !== policy.log.name || !verifyNote(note, policy.log)) return reject("note", "the log's signature");
  const times = policy.witnesses
    .map((key) => verifyCosignature(note, key))
    .filter((time): time is number => time !== null);
  if (times.length < policy.quorum) return reject("note", `${times.length} of ${policy.quorum} cosignatures`);
  const leaf = leafHash(logEntry(rootOfBatchProof(commitment, proof.extra)));
  if (!verifyInclusion(proof.index, size, leaf, proof.hashes, root)) return reject("proof", "inclusion");
  return { index: proof.index, size, root, leaf, cosignedAt: times };
}
