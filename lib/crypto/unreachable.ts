import { z } from "zod";
import { bytesToHex, sha256, utf8 } from "./bytes";
import { canonicalText, instant, type Json } from "./canonical";
import { type NoteKey, noteOf, parseNote, signatureLine, verifyEd25519 } from "./checkpoint";
import { reject } from "./reasons";
import { count, fmt, micros, named, readShape, x } from "./shape";

/** Fewer in a row are a lost packet or a restart, not an outage. */
export const LEAST_PROBES = 3;
const WEEK_MS = 7 * 86_400_000;

const unreachable = z.strictObject({
  /** How often was asked, ms. */
  every_ms: count.min(50).max(600_000),
  /** How many probes in a row had no answer. */
  failed: count.min(LEAST_PROBES),
  fmt,
  /** When the first of them was sent, and when the last had got no answer; by the witness's own clock. */
  from: micros,
  /** Public address of the platform, without a trailing slash. */
  platform: named(200),
  to: micros,
  type: z.literal("unreachable"),
  witness: named(200),
  x,
});
export type Unreachable = z.infer<typeof unreachable>;
export const OUTAGE_SHAPES = { unreachable } as const;

const FIRST = "SBC/1 unreachable";

export type Span = { readonly from: Date; readonly to: Date; readonly failed: number };

/**
 * What a witness signs after it has found the platform unreachable (protocol §5.5): a signed note of two lines,
 * `SBC/1 unreachable` and the canonical statement. No checkpoint, cosignature or receipt of a release begins so.
 */
export async function unreachableNote(
  { from, to, failed }: Span,
  { platform, everyMs }: { readonly platform: string; readonly everyMs: number },
  key: NoteKey,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const statement: Unreachable = {
    ...{ every_ms: everyMs, failed, fmt: "SBC/1", from: instant(from), platform, to: instant(to) },
    ...{ type: "unreachable", witness: key.name },
  };
  const text = `${FIRST}\n${canonicalText(statement as unknown as Json)}\n`;
  return noteOf(text, [signatureLine(key, await sign(utf8(text)))]);
}

export type ReadUnreachable = {
  readonly statement: Unreachable;
  readonly bytes: Uint8Array;
  /** SHA-256 of the statement, hex: under this hash it stands in the log. */
  readonly hash: string;
  readonly from: Date;
  readonly to: Date;
};

/** @throws reason `signature` where none of the keys signed it, `note`, `shape`, `not-canonical`, `time` */
export async function readUnreachable(note: string, keys: readonly NoteKey[]): Promise<ReadUnreachable> {
  const { text, signatures } = parseNote(note);
  // A witness's key is one for cosignatures of checkpoints; over this note it signs the text itself.
  const signer = keys.find((key) =>
    signatures.some(({ name, signature }) => name === key.name && verifyEd25519(signature, utf8(text), key.publicKey)),
  );
  if (!signer) return reject("signature", "no witness that is known here");
  const [first, line, ...rest] = text.split("\n");
  if (first !== FIRST || rest.join() !== "" || rest.length !== 1) return reject("note", "not of this form");
  const bytes = utf8(line!);
  const statement = readShape(unreachable, bytes, "shape");
  if (statement.witness !== signer.name) return reject("signature", `not signed by ${statement.witness}`);
  const [from, to] = [new Date(statement.from), new Date(statement.to)];
  const lasted = to.getTime() - from.getTime();
  if (lasted <= 0 || lasted > WEEK_MS) return reject("time", "how long it lasted");
  return { statement, bytes, hash: bytesToHex(await sha256(bytes)), from, to };
}
