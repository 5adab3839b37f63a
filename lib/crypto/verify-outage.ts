import { z } from "zod";
import type { Archive } from "./archive";
import { decodeBase64 } from "./binding";
import { reject } from "./reasons";
import { eventCommitment, parseEvent } from "./statements";
import { type LogPolicy, type Proved, verifyTlogProof } from "./tlog-proof";
import { type ReadUnreachable, readUnreachable } from "./unreachable";
import { type Book, lacks } from "./verify-book";
import type { Proved as InLog } from "./verify-log";

const evidence = z.strictObject({
  note: z.string(),
  log: z.strictObject({ event: z.base64(), blind: z.base64(), proof: z.string() }).nullable(),
});

/** What a witness has measured of the platform's door, and its place in the log, where both hold. */
export type VerifiedOutage = {
  readonly outage: ReadUnreachable | null;
  readonly proved: Proved | null;
};

/**
 * Judges the evidence of an outage (`GET /api/v1/outages/{hash}`), offline: the witness signed it, and the log holds the
 * statement under its hash. By a note alone, from the witness itself, the first holds and the second is missing.
 */
export async function verifyOutage(book: Book, text: string, keys: LogPolicy): Promise<VerifiedOutage> {
  const read = await book.check(1, "evidence", "文件可读", "the file is readable", () => readEvidence(text));
  if (!read) return { outage: null, proved: null };
  const outage = await book.check(5, "note", "见证人的签名成立", "the witness's signature holds", () =>
    readUnreachable(read.note, keys.witnesses),
  );
  if (!outage) return { outage: null, proved: null };
  const proved = await book.check(4, "proof", "记录在透明日志中", "it is in the transparency log", () => {
    const { event, blind, proof } = read.log ?? lacks("log proof");
    const bytes = decodeBase64(event);
    const { hash, kind } = parseEvent(bytes);
    if (hash !== outage.hash || kind !== "unreachable") reject("proof", "the event is of another statement");
    return verifyTlogProof(eventCommitment(decodeBase64(blind), bytes), proof, keys);
  });
  return { outage, proved };
}

/** Check 5: what witnesses signed, where a deadline was extended by it (protocol §5.5); the log has each. */
export async function verifyOutages(
  book: Book,
  archive: Archive,
  { witnesses }: LogPolicy,
  events: readonly InLog[],
): Promise<void> {
  for (const name of archive.names.filter((one) => /^tender\/outages\/[0-9a-f]{16}\.txt$/.test(one)))
    await book.check(
      5,
      `outage:${name.slice(15, 31)}`,
      "平台不能访问的记录由见证人签名，并在日志中",
      "the note on the platform's door is signed by a witness and in the log",
      async () => {
        const { hash } = await readUnreachable(new TextDecoder().decode(archive.read(name)!), witnesses);
        if (!name.endsWith(`/${hash.slice(0, 16)}.txt`)) reject("archive", `${name} is another statement`);
        if (!events.some(({ event }) => event.kind === "unreachable" && event.hash === hash)) lacks("its log event");
      },
    );
}

function readEvidence(text: string): z.infer<typeof evidence> {
  // A bare note, as the witness hands it out.
  if (text.startsWith("SBC/1 ")) return { note: text, log: null };
  const parsed = evidence.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : reject("shape", "neither a note nor {note, log}");
}
