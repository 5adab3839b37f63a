import { ed25519 } from "@noble/curves/ed25519.js";
import { type Bytes, concat, hash, sameBytes, u64, u8, utf8 } from "./bytes";
import { reject } from "./reasons";

/** A C2SP signed-note key: name, algorithm byte and public key. */
export type NoteKey = { readonly name: string; readonly type: number; readonly publicKey: Uint8Array };

export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
function unbase64(text: string): Bytes {
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    if (base64(bytes) === text) return bytes;
  } catch {
    // refused below
  }
  return reject("note", "base64");
}

/** First four octets of SHA-256(name, newline, type, key). */
export const keyId = ({ name, type, publicKey }: NoteKey): Bytes =>
  hash(utf8(`${name}\n`), u8(type), publicKey).slice(0, 4) as Bytes;

/** `name+hash+base64(type || key)` */
export function verifierKey(key: NoteKey): string {
  const id = Array.from(keyId(key), (octet) => octet.toString(16).padStart(2, "0")).join("");
  return `${key.name}+${id}+${base64(concat(u8(key.type), key.publicKey))}`;
}

/** @throws reason `note` */
export function readVerifierKey(text: string): NoteKey {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text);
  if (!match) return reject("note", "verifier key");
  const bytes = unbase64(match[3]!);
  const key = { name: match[1]!, type: bytes[0] ?? 0, publicKey: bytes.slice(1) };
  if (key.type !== ED25519 && key.type !== COSIGNATURE) return reject("note", "algorithm of the verifier key");
  if (!verifierKey(key).startsWith(`${match[1]}+${match[2]}+`) || key.publicKey.length !== 32)
    return reject("note", "verifier key");
  return key;
}

export type Checkpoint = { readonly origin: string; readonly size: bigint; readonly root: Bytes };

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${base64(root)}\n`;

/** Reads the text of a checkpoint; lines after the root are extensions and do not concern us. @throws reason `note` */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split("\n");
  if (!origin || !size || !/^(0|[1-9][0-9]*)$/.test(size) || !root || rest[rest.length - 1] !== "")
    return reject("note", "checkpoint");
  if (BigInt(size) >= 2n ** 63n) return reject("note", "size");
  const bytes = unbase64(root);
  if (bytes.length !== 32) return reject("note", "root");
  return { origin, size: BigInt(size), root: bytes };
}

export type NoteSignature = { readonly name: string; readonly id: Bytes; readonly signature: Bytes };
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** Takes a signed note apart: the text with its last newline, and the signature lines. @throws reason `note` */
export function parseNote(note: string): Note {
  const at = note.lastIndexOf("\n\n");
  if (at < 0 || !note.endsWith("\n")) return reject("note", "no signatures");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note holds none but the newline
  if (!note.isWellFormed() || /[\u0000-\u0009\u000b-\u001f\ufffd]/u.test(note)) return reject("note", "characters");
  const lines = note.slice(at + 2, -1).split("\n");
  if (lines.length > 100) return reject("note", "too many signatures");
  const signatures = lines.map(parseSignature);
  return { text: note.slice(0, at + 1), signatures };
}

function parseSignature(line: string): NoteSignature {
  const match = /^— (\S+) (\S+)$/u.exec(line);
  if (!match) return reject("note", "signature line");
  const bytes = unbase64(match[2]!);
  if (bytes.length < 5) return reject("note", "signature line");
  return { name: match[1]!, id: bytes.slice(0, 4), signature: bytes.slice(4) };
}

export const signatureLine = (key: NoteKey, signature: Uint8Array): string =>
  `— ${key.name} ${base64(concat(keyId(key), signature))}\n`;

export const noteOf = (text: string, lines: readonly string[]): string => `${text}\n${lines.join("")}`;

/** Whether the note carries a good signature by this Ed25519 key. */
export function verifyNote(note: Note, key: NoteKey): boolean {
  return note.signatures.some(
    ({ name, id, signature }) =>
      name === key.name &&
      sameBytes(id, keyId(key)) &&
      key.type === ED25519 &&
      verifyEd25519(signature, utf8(note.text), key.publicKey),
  );
}

/**
 * Opens a signed note by known keys: each signature by one of them is checked, others are left aside, repeated ones count
 * once (C2SP signed-note).
 * @returns keys whose signature is good, never none
 * @throws reason `note` also where a known key's signature is bad, or a key is listed twice and used
 */
export function openNote(note: Note, keys: readonly NoteKey[]): readonly NoteKey[] {
  const good: NoteKey[] = [];
  for (const { name, id, signature } of note.signatures) {
    const known = keys.filter((key) => key.name === name && sameBytes(keyId(key), id));
    if (known.length > 1) return reject("note", "the same key twice");
    const [key] = known;
    if (!key || good.includes(key)) continue;
    if (!verifyNote({ text: note.text, signatures: [{ name, id, signature }] }, key))
      return reject("note", `signature by ${name}`);
    good.push(key);
  }
  return good.length > 0 ? good : reject("note", "no signature by a known key");
}

/** What a witness signs: `cosignature/v1`, its time, the checkpoint (C2SP tlog-cosignature). */
export const cosignatureMessage = (timestamp: number, text: string): Bytes =>
  utf8(`cosignature/v1\ntime ${timestamp}\n${text}`);

export const cosignatureBytes = (timestamp: number, signature: Uint8Array): Bytes => concat(u64(timestamp), signature);

/** The time a cosignature claims, seconds since 1970. @param signature after the key id: eight octets of time, then Ed25519 */
export const cosignatureTime = (signature: Uint8Array): number =>
  Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));

/** Time of a good cosignature by this witness, seconds since 1970; null if there is none. */
export function verifyCosignature(note: Note, key: NoteKey): number | null {
  for (const { name, id, signature } of note.signatures) {
    if (name !== key.name || !sameBytes(id, keyId(key)) || key.type !== COSIGNATURE || signature.length !== 72)
      continue;
    const timestamp = cosignatureTime(signature);
    if (verifyEd25519(signature.slice(8), cosignatureMessage(timestamp, note.text), key.publicKey)) return timestamp;
  }
  return null;
}

/** Ed25519 by RFC 8032, strictly: one signature per message and key. Anything strange is a bad signature. */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
