import { type Note, type NoteKey, noteOf, parseNote, signatureLine, verifyEd25519 } from "./checkpoint";
import { bytesToHex, sha256, utf8 } from "./bytes";
import { reject } from "./reasons";

/**
 * What a supervisor's or witness's endpoint gives a bidder who hands in a release there (protocol §2.11, 3): a signed note
 * of three lines, `SBC/1 release-receipt`, SHA-256 of the release, its own time. No checkpoint and no cosignature begins so.
 */
const FIRST = "SBC/1 release-receipt";

export type RelayReceipt = { readonly hash: string; readonly at: Date; readonly by: string };

export async function relayReceipt(
  release: Uint8Array,
  at: Date,
  key: NoteKey,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const text = `${FIRST}\n${bytesToHex(await sha256(release))}\n${at.toISOString()}\n`;
  return noteOf(text, [signatureLine(key, await sign(utf8(text)))]);
}

/** @throws reason `signature` where none of the keys signed it, `receipt` where it is of another release */
export async function readRelayReceipt(
  note: string,
  release: Uint8Array,
  keys: readonly NoteKey[],
): Promise<RelayReceipt> {
  const parsed: Note = parseNote(note);
  // A witness's key is one for cosignatures of checkpoints; over this note it signs the text itself.
  const signer = keys.find((key) =>
    parsed.signatures.some(
      ({ name, signature }) => name === key.name && verifyEd25519(signature, utf8(parsed.text), key.publicKey),
    ),
  );
  if (!signer) return reject("signature", "no endpoint that is known here");
  const [first, hash, at, ...rest] = parsed.text.split("\n");
  if (first !== FIRST || rest.join("") !== "" || Number.isNaN(Date.parse(at ?? "")))
    reject("receipt", "not of this form");
  if (hash !== bytesToHex(await sha256(release))) reject("receipt", "of another release");
  return { hash: hash!, at: new Date(at!), by: signer.name };
}
