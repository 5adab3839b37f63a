import { type Bytes, bytesToHex, randomBytes, toBase64url } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";
import { engine, type FileDigest } from "./engine";
import { parseForm } from "./form";
import { type Manifest, parseManifest } from "./manifest";
import type { Policy } from "./policy";
import { reject } from "./reasons";
import { endMark, padme } from "./segment";
import { hashStream } from "./stream-hash";

/**
 * A file to be sealed. `open` may be called more than once and gives the same octets each time; pieces that were handed
 * over are not written into again.
 */
export type SealFile = {
  readonly name: string;
  readonly role: string;
  readonly media: string;
  readonly sizeBytes: number;
  open(): AsyncIterable<Uint8Array>;
};

export type SegmentContent = {
  readonly policy: Policy;
  /** What is read out; `blind` is added unless it is there. */
  readonly form: Readonly<Record<string, string>>;
  /** Files by segment name. */
  readonly files: Readonly<Record<string, readonly SealFile[]>>;
  /** Manifests by segment, where content that was sealed before is sealed again: nothing in them may differ. */
  readonly manifests?: readonly Uint8Array[];
};

export type PlainText = {
  /** Canonical form where this segment carries it. */
  readonly form: Bytes | null;
  stream(): AsyncGenerator<Uint8Array>;
  /** @throws reason `manifest` before the stream has ended */
  manifest(): Bytes;
};

/** Plaintext of one segment: files, padding, manifest, end mark, digested while they pass (protocol §2.6). */
export function plainText(plan: SegmentContent, segment: number): PlainText {
  const { name, stage, form: withForm } = plan.policy.segments[segment]!;
  const kept = plan.manifests?.[segment];
  const before = kept ? parseManifest(kept, plan.policy.suite) : null;
  const given: Json = before ? (before.form as Json) : { blind: toBase64url(randomBytes(32)), ...plan.form };
  const form = withForm ? canonicalBytes(given) : null;
  if (form) parseForm(form);
  let manifest: Bytes | null = null;
  async function* stream(): AsyncGenerator<Uint8Array> {
    const listing: (Digesting & { readonly entry: Record<string, Json> })[] = [];
    let off = 0;
    for (const file of plan.files[name] ?? []) {
      const { digests } = yield* one(file, plan.policy.suite === 2);
      listing.push({
        entry: { len: file.sizeBytes, media: file.media, name: file.name, off, role: file.role },
        digests,
      });
      off += file.sizeBytes;
    }
    const listed = await Promise.all(
      listing.map(async ({ entry, digests }): Promise<Json> => ({ ...entry, ...(await digests) })),
    );
    if (before) mustBeTheSame(before, listed);
    manifest = kept
      ? Uint8Array.from(kept)
      : canonicalBytes({
          blind: toBase64url(randomBytes(32)),
          files: listed,
          fmt: "SBC/1",
          ...(form ? { form: JSON.parse(new TextDecoder().decode(form)) } : {}),
          segment,
          stage,
          type: "manifest",
        });
    // What every reader would refuse must not be sealed: the bidder would learn it after the opening.
    parseManifest(manifest, plan.policy.suite);
    const length = off + manifest.length + 8;
    // A price segment is small and its size could tell; it is padded to whole 256 KiB, others by Padmé.
    const target = withForm && length <= 4_194_304 ? Math.ceil(length / 262_144) * 262_144 : padme(length);
    for (let rest = target - length; rest > 0; rest -= 65_536) yield new Uint8Array(Math.min(rest, 65_536));
    yield manifest;
    yield endMark(manifest.length);
  }
  return { form, stream, manifest: () => manifest ?? reject("manifest", "the segment was not encrypted to its end") };
}

/** @throws reason `file-digest` for another file than was sealed, `manifest` for another number of them */
function mustBeTheSame({ files }: Manifest, listed: readonly Json[]): void {
  if (files.length !== listed.length) reject("manifest", "other files than were sealed");
  const read = listed as readonly { readonly len: number; readonly sha256: string; readonly sm3?: string }[];
  for (const [at, { len, name, sha256, sm3 }] of files.entries()) {
    const now = read[at]!;
    if (now.len !== len || now.sha256 !== sha256 || now.sm3 !== sm3) reject("file-digest", name);
  }
}

type FileDigests = { readonly sha256: string; readonly sm3?: string };
/** Digests that may still be on their way. */
type Digesting = { readonly digests: FileDigests | Promise<FileDigests> };

/** One file's octets, and at the end its digests. A file that changes while it is read must not be sealed half old. */
async function* one(file: SealFile, withSm3: boolean): AsyncGenerator<Uint8Array, Digesting> {
  if (!withSm3 && file.sizeBytes <= engine().wholeBytes) {
    const digest = engine().fileDigest?.(file.sizeBytes);
    return yield* digest ? beside(file, digest) : whole(file);
  }
  const { pieces, digests } = hashStream(file.open(), withSm3 ? ["sha256", "sm3"] : ["sha256"]);
  let len = 0;
  for await (const piece of pieces) {
    len += piece.length;
    yield piece;
  }
  if (len !== file.sizeBytes) reject("length", `${file.name} changed while it was read`);
  const [sha256, sm3] = (await digests()).map(bytesToHex);
  return { digests: { sha256: sha256!, ...(sm3 === undefined ? {} : { sm3 }) } };
}

/**
 * A file that another thread digests while it is encrypted. WebCrypto digests a file whole: it is read to its end first, so
 * that its digest runs beside the encryption and not behind it.
 */
async function* beside(file: SealFile, digest: FileDigest): AsyncGenerator<Uint8Array, Digesting> {
  const pieces: Uint8Array[] = [];
  let len = 0;
  for await (const piece of file.open()) {
    len += piece.length;
    if (len > file.sizeBytes) break;
    digest.add(piece);
    pieces.push(piece);
  }
  if (len !== file.sizeBytes) reject("length", `${file.name} changed while it was read`);
  const digests = soon(digest.end());
  yield* pieces;
  return { digests };
}

/** Awaited when all files have been read; until then nobody listens for its failure. */
function soon(digest: Promise<Bytes>): Promise<FileDigests> {
  const digests = digest.then((sha256) => ({ sha256: bytesToHex(sha256) }));
  digests.catch(() => undefined);
  return digests;
}

/** A file that may stand in memory: once it is read, it is digested while it is encrypted. */
async function* whole(file: SealFile): AsyncGenerator<Uint8Array, Digesting> {
  const all = new Uint8Array(file.sizeBytes);
  let len = 0;
  for await (const piece of file.open()) {
    if (len + piece.length > all.length) reject("length", `${file.name} changed while it was read`);
    all.set(piece, len);
    len += piece.length;
  }
  if (len !== file.sizeBytes) reject("length", `${file.name} changed while it was read`);
  const digests = soon(engine().sha256(all));
  if (len > 0) yield all;
  return { digests };
}
