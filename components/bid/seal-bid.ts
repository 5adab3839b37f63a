import { engine } from "@/lib/crypto/engine";
import { freeName } from "./free-name";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { concat, randomBytes, u32 } from "@/lib/crypto/bytes";
import type { Masters } from "@/lib/crypto/keys";
import { type BidderStanza, beginSealing, estimateSealed, type SealFile, type Sealing } from "@/lib/crypto/sealing";
import { wrapMaster } from "@/lib/crypto/wrap-master";
import type { LoadedKey, PreparedItem, SignedItem } from "../signing/keyring";
import type { Material } from "./material";
import { type Gate, openUpload, putPart } from "./upload";

/** `priced`: the documents' list puts it with the price; it is sealed in the price segment. */
export type ChosenFile = { readonly file: File; readonly role: string; readonly priced: boolean };
export type SealProgress = { readonly sealedBytes: number; readonly sentBytes: number; readonly totalBytes: number };

export type SealedUpload = {
  readonly container: string;
  readonly sealBytes: Uint8Array;
  readonly masters: Masters;
  /** What the bidder keeps where the documents let the plaintext be submitted again (protocol §2.11, 6); null elsewhere. */
  readonly kept: Uint8Array | null;
};

/** Fresh master keys: stored by the bidder before the first octet leaves (protocol §9). */
export const makeMasters = (): Masters => ({ M: randomBytes(32), N: randomBytes(32) });

/**
 * Encrypts everything on this computer and sends the ciphertext in parts, three at a time, while the next are encrypted.
 * Nothing is submitted by this: that is the signed seal's doing.
 */
export async function sealAndUpload(
  bidId: string,
  material: Material,
  content: { readonly form: Readonly<Record<string, string>>; readonly files: readonly ChosenFile[] },
  masters: Masters,
  key: LoadedKey,
  gate: Gate,
  onProgress: (progress: SealProgress) => void,
): Promise<SealedUpload> {
  const files = bySegment(material, content.files);
  const sealing = await beginSealing({
    policy: material.policy,
    policyHash: material.policyHash,
    docsHash: material.docsHash,
    uscc: material.uscc,
    masters,
    wrapM: (M, container) => stanzas(M, container, key),
    form: content.form,
    files,
    seq: material.seq,
    prev: material.prev,
    created: new Date(),
  });
  await sendSealing(bidId, sealing, files, gate, onProgress);
  const kept = material.policy.resubmit ? sealing.kept() : null;
  return { container: sealing.container, sealBytes: sealing.seal(), masters, kept };
}

/** Encrypts every segment a container brings and sends it, three parts at a time while the next are encrypted. */
export async function sendSealing(
  bidId: string,
  sealing: Sealing,
  files: Readonly<Record<string, readonly SealFile[]>>,
  gate: Gate,
  onProgress: (progress: SealProgress) => void,
): Promise<void> {
  const { uploadId } = await openUpload(bidId, sealing.header);
  const totalBytes = Object.values(files).reduce((sum, list) => sum + estimateSealed(list), 0);
  const progress = { sealedBytes: 0, sentBytes: 0, totalBytes };
  const tell = () => onProgress({ ...progress });
  const running = new Set<Promise<void>>();
  for (const segment of sealing.segments) {
    for await (const part of sealing.parts(segment)) {
      const { length } = part.bytes;
      progress.sealedBytes += length;
      tell();
      const job: Promise<void> = putPart(uploadId, segment, part, gate).then(() => {
        progress.sentBytes += length;
        engine().giveBack?.(part.bytes);
        tell();
      });
      const tracked = job.finally(() => running.delete(tracked));
      running.add(tracked);
      if (running.size >= 3) await Promise.race(running);
    }
  }
  await Promise.all(running);
  onProgress({ ...progress, totalBytes: progress.sentBytes });
}

export function bySegment(
  material: Pick<Material, "policy">,
  files: readonly ChosenFile[],
): Record<string, SealFile[]> {
  const price = material.policy.segments.find(({ form }) => form)!.name;
  const other = material.policy.segments.find(({ form }) => !form)?.name ?? price;
  const sorted: Record<string, SealFile[]> = Object.fromEntries(material.policy.segments.map(({ name }) => [name, []]));
  for (const { file, role, priced } of files) {
    const segment = sorted[priced ? price : other]!;
    segment.push({
      name: freeName(
        file.name.normalize("NFC"),
        segment.map(({ name }) => name),
      ),
      role,
      media: file.type || "application/octet-stream",
      sizeBytes: file.size,
      open: () => slices(file),
    });
  }
  return sorted;
}

/** A file in slices, so that 2 GB never stand in memory. */
export async function* slices(file: File): AsyncGenerator<Uint8Array> {
  const step = 8 * 1024 * 1024;
  for (let at = 0; at < file.size; at += step) yield new Uint8Array(await file.slice(at, at + step).arrayBuffer());
}

/** M for every certificate of the key that can take it. */
export async function stanzas(M: Uint8Array, container: Uint8Array, { certificates, signer }: LoadedKey) {
  // Asked anew: what a token's key can open, its bridge may have learnt with the PIN of the sign-in.
  const now = new Map((await signer.list()).map(({ id, use }) => [id, use]));
  const opening = certificates.filter(({ id, use }) => (now.get(id) ?? use) !== "sign");
  const made = await Promise.all(opening.map(({ der }) => wrapMaster(M, container, der)));
  return made.filter((stanza): stanza is BidderStanza => stanza !== null);
}

/** The seal as the signing dialog shows it. */
export const sealItem = (
  sealed: SealedUpload,
  material: Material,
  title: string,
  lines: PreparedItem["lines"],
): PreparedItem => ({
  bytesBase64: encodeBase64(sealed.sealBytes),
  purpose: "seal",
  tender: material.tender.lot,
  title,
  lines,
});

export type Receipt = {
  readonly accepted: true;
  readonly digest: string;
  readonly receipt: string;
  readonly cms: string;
};
export type Refused = {
  readonly ok: false;
  readonly message: string;
  readonly code: string;
  readonly rules: readonly string[];
  readonly fields: Record<string, string>;
};

/** Sends a signed statement: the act that counts. Repeated, it gets the same answer. */
export async function submitStatement(
  bidId: string,
  kind: "seals" | "withdrawals",
  signed: SignedItem,
): Promise<{ ok: true; value: Receipt } | Refused> {
  const statement = decodeBase64(signed.statement);
  const body = concat(u32(statement.length), statement, decodeBase64(signed.cms));
  const response = await fetch(`/api/v1/bids/${bidId}/${kind}`, { method: "POST", body: new Blob([body]) });
  const answer = await response.json();
  if (response.ok) return { ok: true, value: answer as Receipt };
  const { message = "", code = "SERVICE_DOWN", rules = [] } = answer as Partial<Refused>;
  return { ok: false, message, code, rules, fields: {} };
}
