import { type Bytes, bytesToHex, fromBase64url, fromHex } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";
import { checkForm, type Form } from "./form";
import type { Header } from "./header";
import { checkSecret, segmentKeys } from "./keys";
import { checkPadding, type Manifest, type ManifestFile, readManifest } from "./manifest";
import { reject } from "./reasons";
import type { Seal } from "./seal";
import { type BodySource, type OpenBody, openBody, streamPlain } from "./segment";
import { hashStream } from "./stream-hash";
import { suiteOf } from "./suite";

/** B and O of one group of one container. */
export type GroupSecrets = { readonly B: Uint8Array; readonly O: Uint8Array };

export type Sealed = {
  readonly seal: Seal;
  /** Header and its hash of every container the seal names. */
  readonly headers: ReadonlyMap<string, { readonly header: Header; readonly hash: string }>;
};

/**
 * Opens one segment with its group's secrets: both checked against their commitments, the derived keys against the seal.
 * @throws reasons `commit-bidder`, `commit-opening`, `key-commit`
 */
export function openSegment(sealed: Sealed, segment: number, source: BodySource, secrets: GroupSecrets): OpenBody {
  const entry = sealed.seal.segments[segment] ?? reject("seal", `no segment ${segment}`);
  const named = sealed.headers.get(entry.c);
  if (!named || named.hash !== sealed.seal.headers[entry.c]) return reject("header-hash", entry.c);
  const container = fromBase64url(entry.c, 16);
  const { commit } = named.header;
  const suite = suiteOf(sealed.seal.suite);
  checkSecret("bidder", container, entry.stage, secrets.B, fromHex(commit.bidder[entry.stage - 1] ?? ""), suite);
  checkSecret("opening", container, entry.stage, secrets.O, fromHex(commit.opening[entry.stage - 1] ?? ""), suite);
  if (source.len !== entry.len) reject("length", `segment ${segment}`);
  return openBody(source, segmentKeys(fromHex(named.hash), secrets.B, secrets.O, segment, suite), entry.key, suite);
}

export type OpenedSegment = {
  readonly body: OpenBody;
  readonly manifest: Manifest;
  readonly manifestBytes: Bytes;
  readonly form: Form | null;
  readonly formBytes: Bytes | null;
};

/** Manifest and form of an opened segment, from its last chunks: milliseconds, whatever the size. */
export async function openContents(sealed: Sealed, segment: number, body: OpenBody): Promise<OpenedSegment> {
  const entry = sealed.seal.segments[segment]!;
  const { manifest, bytes } = await readManifest(body, entry.manifest);
  if (manifest.segment !== entry.i || manifest.stage !== entry.stage) reject("manifest", "another segment's manifest");
  if ((manifest.form === undefined) !== (entry.form === null))
    reject("form", "form where none was sealed, or none where one was");
  if (manifest.form === undefined || entry.form === null)
    return { body, manifest, manifestBytes: bytes, form: null, formBytes: null };
  const formBytes = canonicalBytes(manifest.form as Json);
  return { body, manifest, manifestBytes: bytes, form: checkForm(formBytes, entry.form, body.suite), formBytes };
}

/** One file of an opened segment, or a range of it; the whole file's digest is checked by `checkFile`. */
export const streamFile = (opened: OpenedSegment, file: ManifestFile, from = 0, to = file.len): AsyncGenerator<Bytes> =>
  streamPlain(opened.body, file.off + from, file.off + to);

/** Reads a file to its end and compares its digest with the manifest. @throws reason `file-digest` */
export async function checkFile(opened: OpenedSegment, file: ManifestFile): Promise<void> {
  const { pieces, digests } = hashStream(
    streamFile(opened, file),
    file.sm3 === undefined ? ["sha256"] : ["sha256", "sm3"],
  );
  for await (const _ of pieces);
  const [sha256, sm3] = (await digests()).map(bytesToHex);
  if (sha256 !== file.sha256 || sm3 !== file.sm3) reject("file-digest", file.name);
}

/** Everything a full opening demands: every file's digest and the zeros between. */
export async function checkSegment(opened: OpenedSegment): Promise<void> {
  for (const file of opened.manifest.files) await checkFile(opened, file);
  await checkPadding(opened.body, opened.manifest, opened.manifestBytes.length);
}
