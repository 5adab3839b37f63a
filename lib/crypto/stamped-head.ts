import type { ArchiveTrust } from "./archive";
import { type Checkpoint, parseCheckpoint, parseNote, verifyCosignature, verifyNote } from "./checkpoint";
import { reject } from "./reasons";
import type { LogPolicy } from "./tlog-proof";
import { stampedAt } from "./verify-papers";

/** A checkpoint of the log, and the time before which an authority outside has seen it (protocol §5.1). */
export type StampedHead = Checkpoint & { readonly at: Date };

export type Stamped = { readonly name: string; readonly note: Uint8Array; readonly token: Uint8Array };

/** Witness and authority have clocks of their own; the tolerance is that of protocol §5.4. */
const APART_MS = 60_000;

/**
 * Checks an hourly timestamp: the log signed the checkpoint, witnesses as many as asked for, an authority that is trusted
 * stamped these very bytes, and no witness says that it signed after that.
 *
 * @throws reasons `note`, `time`
 */
export async function stampedHead(
  { name, note: bytes, token }: Stamped,
  keys: LogPolicy,
  trust: ArchiveTrust,
): Promise<StampedHead> {
  const note = parseNote(new TextDecoder().decode(bytes));
  const head = parseCheckpoint(note.text);
  if (head.origin !== keys.log.name || !verifyNote(note, keys.log)) return reject("note", "the log's signature");
  const cosigned = keys.witnesses.map((key) => verifyCosignature(note, key)).filter((at) => at !== null);
  if (cosigned.length < keys.quorum) return reject("note", `${cosigned.length} of ${keys.quorum} cosignatures`);
  const at = await stampedAt(token, bytes, trust, name);
  if (cosigned.some((seconds) => seconds * 1000 > at.getTime() + APART_MS))
    return reject("time", `${name}: stamped before its witness had signed it`);
  return { ...head, at };
}
