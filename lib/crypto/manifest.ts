import { z } from "zod";
import { type Bytes, fromHex, label, sameBytes, utf8 } from "./bytes";
import { formShape } from "./form";
import { reject } from "./reasons";
import { type OpenBody, plainLength, readPlain, streamPlain } from "./segment";
import { count, fmt, hex64, INVISIBLE, named, readShape, secret, x } from "./shape";
import { SUITE_1, type SuiteId } from "./suite";

const fileName = z.string().refine((name) => {
  const bytes = utf8(name).length;
  return bytes >= 1 && bytes <= 255 && name !== "." && name !== ".." && !/[/\\]/.test(name) && !INVISIBLE.test(name);
});

const file = z.strictObject({
  len: count,
  media: z.string().regex(/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/i),
  name: fileName,
  off: count,
  role: named(),
  seals: z.array(z.strictObject({ page: count.min(1), signer: z.string() })).optional(),
  sha256: hex64,
  sm3: hex64.optional(),
});
export type ManifestFile = z.infer<typeof file>;

export const manifestShape = z.strictObject({
  blind: secret,
  files: z.array(file).max(10_000),
  fmt,
  form: formShape.optional(),
  segment: count,
  stage: count.min(1),
  type: z.literal("manifest"),
  x,
});
export type Manifest = z.infer<typeof manifestShape>;
export const MANIFEST_BYTES = 1_048_576;

export const manifestCommit = (bytes: Uint8Array, suite = SUITE_1): Bytes => suite.hash(label("manifest"), bytes);

/** Reads a manifest strictly (protocol §2.6): names, and offsets that tile the file area. */
export function parseManifest(bytes: Uint8Array, suite: SuiteId = 1): Manifest {
  const manifest = readShape(manifestShape, bytes, "manifest");
  let at = 0;
  for (const one of manifest.files) {
    if (one.off !== at) reject("manifest", `gap before ${one.name}`);
    if ((one.sm3 !== undefined) !== (suite === 2)) reject("manifest", `sm3 of ${one.name}`);
    at += one.len;
  }
  if (new Set(manifest.files.map(({ name }) => name)).size !== manifest.files.length)
    reject("manifest", "a name twice");
  return manifest;
}

/**
 * The manifest of an opened body, from its last chunks alone.
 * @throws reasons `truncated`, `manifest-commit`, and those of `parseManifest`
 */
export async function readManifest(
  body: OpenBody,
  commit: string,
): Promise<{ readonly manifest: Manifest; readonly bytes: Bytes }> {
  const total = plainLength(body);
  if (total < 8) reject("truncated", "no end mark");
  const mark = await readPlain(body, total - 8, total);
  const length = new DataView(mark.buffer, mark.byteOffset).getUint32(0);
  const known = new TextDecoder().decode(mark.subarray(4)) === "SBCm";
  if (!known) reject("truncated", "end mark");
  if (length < 2 || length > MANIFEST_BYTES || length > total - 8) reject("manifest", `a length of ${length}`);
  const bytes = await readPlain(body, total - 8 - length, total - 8);
  if (!sameBytes(manifestCommit(bytes, body.suite), fromHex(commit)))
    reject("manifest-commit", "not the manifest that was sealed");
  const manifest = parseManifest(bytes, body.suite.id);
  const area = manifest.files.reduce((sum, { len }) => sum + len, 0);
  if (area > total - 8 - length) reject("manifest", "files are longer than the segment");
  return { manifest, bytes };
}

/** Checks that everything between files and manifest is zero, so that nothing is hidden there. */
export async function checkPadding(body: OpenBody, manifest: Manifest, manifestLength: number): Promise<void> {
  const from = manifest.files.reduce((sum, { len }) => sum + len, 0);
  for await (const piece of streamPlain(body, from, plainLength(body) - 8 - manifestLength))
    if (piece.some((octet) => octet !== 0)) reject("padding", "not zero");
}
