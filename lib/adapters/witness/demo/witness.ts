import { createHash } from "node:crypto";
import { join } from "node:path";
import type { NoteSigner } from "@/lib/adapters/log/ed25519";
import { readIfThere, replaceFile } from "@/lib/adapters/loopback/keep";
import { bytesToHex, fromHex } from "@/lib/crypto/bytes";
import {
  cosignatureBytes,
  cosignatureMessage,
  parseCheckpoint,
  parseNote,
  readVerifierKey,
  signatureLine,
  verifyNote,
} from "@/lib/crypto/checkpoint";
import { verifyConsistency } from "@/lib/crypto/merkle";

/** What it last cosigned for one log. */
type Held = { readonly size: string; readonly root: string };

export type WitnessAnswer =
  | { readonly status: 200; readonly lines: string }
  | { readonly status: 409; readonly size: bigint }
  | { readonly status: 400 | 403 | 404 | 422; readonly reason: string };

export type WitnessConfig = {
  readonly signer: NoteSigner;
  /** Folder of its own: what it has seen is what it is worth. */
  readonly folder: string;
  /** Verifier keys of the logs it watches, pinned; read anew, since the log may be started after it. */
  readonly logKeys: () => Promise<readonly string[]>;
  readonly now: () => Date;
};

/**
 * A witness (C2SP tlog-witness): remembers size and root per log, lets a log only grow, and says so with its time. It
 * never signs two heads that do not continue each other: that refusal is what makes a log's history one history.
 */
export function demoWitness(config: WitnessConfig): (body: string) => Promise<WitnessAnswer> {
  // One at a time: two requests that both read the old head could otherwise both be signed.
  let turn: Promise<unknown> = Promise.resolve();
  return (body) => {
    const answer = turn.then(() => addCheckpoint(config, body));
    turn = answer.catch(() => undefined);
    return answer;
  };
}

async function addCheckpoint(config: WitnessConfig, body: string): Promise<WitnessAnswer> {
  const request = readRequest(body);
  if (!request) return { status: 400, reason: "malformed" };
  const { note, checkpoint, oldSize, proof } = request;
  const key = (await config.logKeys()).map(readVerifierKey).find(({ name }) => name === checkpoint.origin);
  if (!key) return { status: 404, reason: "unknown log" };
  if (!verifyNote(note, key)) return { status: 403, reason: "the log's signature is false" };
  const file = join(config.folder, `${createHash("sha256").update(checkpoint.origin).digest("hex")}.json`);
  const held = await readHeld(file);
  if (oldSize !== held.size) return { status: 409, size: held.size };
  if (checkpoint.size < held.size) return { status: 409, size: held.size };
  // The first head it sees has nothing before it to be consistent with (C2SP tlog-witness: old 0, empty proof).
  const grown =
    held.size === 0n
      ? proof.length === 0
      : verifyConsistency(held.size, checkpoint.size, proof, held.root, checkpoint.root);
  if (!grown)
    return {
      status: 422,
      reason: checkpoint.size === held.size ? "fork: another root of the same size" : "fork: not consistent",
    };
  const next: Held = { size: String(checkpoint.size), root: bytesToHex(checkpoint.root) };
  // Remembered before it is said: after a crash in between it will not sign something else.
  await replaceFile(file, JSON.stringify(next));
  return { status: 200, lines: await cosign(config, note.text) };
}

async function cosign({ signer, now }: WitnessConfig, text: string): Promise<string> {
  const timestamp = Math.floor(now().getTime() / 1000);
  const signature = await signer.sign(cosignatureMessage(timestamp, text));
  return signatureLine(readVerifierKey(signer.verifierKey), cosignatureBytes(timestamp, signature));
}

async function readHeld(file: string): Promise<{ size: bigint; root: Uint8Array }> {
  const text = await readIfThere(file);
  if (text === null) return { size: 0n, root: new Uint8Array(32) };
  const { size, root } = JSON.parse(text) as Held;
  return { size: BigInt(size), root: fromHex(root) };
}

function readRequest(body: string) {
  try {
    const at = body.indexOf("\n\n");
    const [first, ...lines] = body.slice(0, at).split("\n");
    const old = /^old (0|[1-9][0-9]{0,18})$/.exec(first ?? "");
    if (at < 0 || !old || lines.length > 63) return null;
    const proof = lines.map((line) => new Uint8Array(Buffer.from(line, "base64")));
    if (proof.some(({ length }) => length !== 32)) return null;
    const note = parseNote(body.slice(at + 2));
    return { oldSize: BigInt(old[1]!), proof, note, checkpoint: parseCheckpoint(note.text) };
  } catch {
    return null;
  }
}
