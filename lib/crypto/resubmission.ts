import { z } from "zod";
import { type Bytes, bytesToHex, fromHex, sameBytes } from "./bytes";
import { canonicalBytes, type Json, parseCanonical } from "./canonical";
import { formCommit } from "./form";
import { manifestCommit, manifestShape, parseManifest } from "./manifest";
import type { SealFile } from "./plain-text";
import type { Policy } from "./policy";
import { reject } from "./reasons";
import type { Seal } from "./seal";
import { fmt, hex64, readShape, tenderRef, type TenderRef, x } from "./shape";
import { hashStream } from "./stream-hash";
import { suiteOf } from "./suite";

/**
 * Re-submission of the plaintext (protocol §2.11, 6; lib/DECISIONS.md 49): the same content sealed anew in a container of its
 * own, under keys the bidder has, whose B goes with it. It follows the bid (`prev`, `seq`) and has its commitments; until
 * the freeze it is as closed as every bid is whose B was given.
 */
const kept = z.strictObject({
  bid: hex64,
  fmt,
  manifests: z.array(manifestShape).min(1).max(256),
  tender: tenderRef,
  type: z.literal("manifests"),
  x,
});

/**
 * What a bidder keeps beside its files, so that the same content can be sealed again: the manifests hold the blinds of the
 * commitments. As secret as the files themselves. Of carried groups the manifests stand with the container that holds them.
 */
export type KeptManifests = z.infer<typeof kept>;

/** @throws reasons of canonical JSON, `manifest` */
export const parseKeptManifests = (bytes: Uint8Array): KeptManifests => readShape(kept, bytes, "manifest");

/** @param manifests canonical manifests in the order of their segments */
export const keptManifestsBytes = (fields: {
  readonly bid: string;
  readonly manifests: readonly Uint8Array[];
  readonly tender: TenderRef;
}): Bytes =>
  canonicalBytes({
    bid: fields.bid,
    fmt: "SBC/1",
    manifests: fields.manifests.map((bytes) => parseCanonical(bytes)),
    tender: { id: fields.tender.id, lot: fields.tender.lot },
    type: "manifests",
  });

/**
 * The manifests a bid was sealed with, in its order, found by their commitments in what the bidder kept.
 * @throws reason `manifest-commit` where one is not among them, `form-commit`
 */
export function manifestsOf(seal: Seal, files: readonly KeptManifests[]): readonly Bytes[] {
  const suite = suiteOf(seal.suite);
  const all = files.flatMap(({ manifests }) => manifests.map((one) => canonicalBytes(one as Json)));
  return seal.segments.map((segment) => {
    const wanted = fromHex(segment.manifest);
    const found = all.find((bytes) => sameBytes(manifestCommit(bytes, suite), wanted));
    if (!found) return reject("manifest-commit", `segment ${segment.i} ${segment.name}`);
    const { form } = parseManifest(found, seal.suite);
    const made = form === undefined ? null : bytesToHex(formCommit(canonicalBytes(form as Json), suite));
    return made === segment.form ? found : reject("form-commit", `segment ${segment.i}`);
  });
}

/** A file at hand, whatever its name is now. */
export type HeldFile = Pick<SealFile, "sizeBytes" | "open">;

/**
 * The files of these manifests by segment name, each found by its digest among the files at hand: a file renamed since is
 * still the file that was sealed, one that was changed is not.
 * @throws reason `file-digest` naming the first that is not there
 */
export async function filesAgain(
  policy: Policy,
  manifests: readonly Uint8Array[],
  held: readonly HeldFile[],
): Promise<Record<string, SealFile[]>> {
  const listed = manifests.map((bytes) => parseManifest(bytes, policy.suite));
  const sizes = new Set(listed.flatMap(({ files }) => files.map(({ len }) => len)));
  const known = new Map<string, HeldFile>();
  for (const file of held) if (sizes.has(file.sizeBytes)) known.set(await digestOf(file), file);
  const files: Record<string, SealFile[]> = {};
  for (const manifest of listed)
    files[policy.segments[manifest.segment]!.name] = manifest.files.map(({ name, role, media, len, sha256 }) => {
      const { open } = known.get(sha256) ?? reject("file-digest", name);
      return { name, role, media, sizeBytes: len, open };
    });
  return files;
}

async function digestOf({ open }: HeldFile): Promise<string> {
  const { pieces, digests } = hashStream(open(), ["sha256"]);
  for await (const _ of pieces);
  return bytesToHex((await digests())[0]!);
}

/**
 * Whether a seal is a re-submission of this bid: of the same bidder, under the same documents and policy, following the bid,
 * everything in a container of its own, every manifest and the form under the very commitments that were sealed. Nothing
 * of it needs a key; whether the container holds what it commits to is seen when it is opened.
 * @throws reasons `seal`, `binding`, `tender`, `suite`, `manifest-commit`, `form-commit`
 */
export function checkResubmission(bid: string, sealed: Seal, again: Seal): void {
  if (again.prev !== bid || again.seq !== sealed.seq + 1) reject("seal", "does not follow the bid");
  if (again.bidder.uscc !== sealed.bidder.uscc) reject("binding", "another bidder's bid");
  if (again.suite !== sealed.suite) reject("suite", "another suite");
  const { id, lot, docs, policy } = sealed.tender;
  const { tender } = again;
  if (tender.id !== id || tender.lot !== lot || tender.docs !== docs || tender.policy !== policy)
    reject("tender", "other documents or another policy");
  if (again.container in sealed.headers) reject("seal", "the container of the bid itself");
  if (again.segments.some(({ c }) => c !== again.container)) reject("seal", "nothing is carried");
  if (again.segments.length !== sealed.segments.length) reject("seal", "other segments");
  for (const [at, one] of again.segments.entries()) {
    const there = sealed.segments[at]!;
    if (one.name !== there.name || one.stage !== there.stage) reject("seal", `segment ${at}`);
    if (one.manifest !== there.manifest) reject("manifest-commit", `segment ${at} ${one.name}`);
    if (one.form !== there.form) reject("form-commit", `segment ${at} ${one.name}`);
  }
}

/** For the published format document. */
export const RESUBMISSION_SHAPES = { manifests: kept } as const;
