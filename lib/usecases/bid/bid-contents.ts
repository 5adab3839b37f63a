import { bytesToHex } from "@/lib/crypto/bytes";
import { parseHeader } from "@/lib/crypto/header";
import type { ManifestFile } from "@/lib/crypto/manifest";
import { openContents, openSegment, type OpenedSegment, type Sealed } from "@/lib/crypto/open";
import { reasonOf } from "@/lib/crypto/reasons";
import { parseSeal } from "@/lib/crypto/seal";
import { loadSuite } from "@/lib/crypto/suite";
import { Refusal } from "@/lib/domain/refusal";
import { openedBid } from "@/lib/store/openings";
import { sealToOpen } from "@/lib/store/resubmissions";
import { uploadOfContainer } from "@/lib/store/uploads";
import type { Deps } from "@/lib/usecases/deps";
import { bytesOf, type Secrets } from "@/lib/usecases/opening/open-frozen";
import { bodySource } from "./body-source";

/** One file of an opened bid: where it lies, and what its manifest says of it. */
export type BidFile = {
  readonly segment: number;
  /** Name of the segment in the policy: technical, price. */
  readonly segmentName: string;
  readonly index: number;
  readonly name: string;
  readonly role: string;
  readonly media: string;
  readonly sizeBytes: number;
  readonly sha256: string;
};

/** What a released and announced bid holds; groups whose secrets are not there stay closed and are left out. */
export async function bidContents(digest: string, deps: Deps): Promise<readonly BidFile[]> {
  const sealed = await sealedOf(digest);
  const secrets = await secretsOf(digest);
  const opened = await Promise.all(
    sealed.seal.segments
      .filter(({ stage }) => secrets[String(stage)])
      .map(async ({ i, name }) => ({ name, opened: await openOne(sealed, i, secrets, deps) })),
  );
  return opened.flatMap(({ name: segmentName, opened: { manifest } }) =>
    manifest.files.map((file, index) => ({
      segment: manifest.segment,
      segmentName,
      index,
      name: file.name,
      role: file.role,
      media: file.media,
      sizeBytes: file.len,
      sha256: file.sha256,
    })),
  );
}

/** One segment with its keys checked against seal and commitments, and one file of it. @throws {Refusal} FILE_MISSING, FILE_DAMAGED */
export async function bidFile(
  digest: string,
  place: { readonly segment: number; readonly index: number },
  deps: Deps,
): Promise<{ readonly opened: OpenedSegment; readonly file: ManifestFile }> {
  const [sealed, secrets] = await Promise.all([sealedOf(digest), secretsOf(digest)]);
  const entry = sealed.seal.segments[place.segment];
  if (!entry || !secrets[String(entry.stage)]) throw new Refusal("FILE_MISSING", {});
  const opened = await openOne(sealed, place.segment, secrets, deps);
  const file = opened.manifest.files[place.index];
  if (!file) throw new Refusal("FILE_MISSING", {});
  return { opened, file };
}

async function secretsOf(digest: string): Promise<Secrets> {
  const row = await openedBid(digest);
  return row?.openedAt ? ((row.secrets ?? {}) as Secrets) : {};
}

/** Seal and headers as they were received; a header's hash is computed anew, so that a changed row opens nothing. */
async function sealedOf(digest: string): Promise<Sealed> {
  const row = await sealToOpen(digest);
  if (!row) throw new Refusal("FILE_MISSING", {});
  const seal = parseSeal(row.bytes);
  const suite = await loadSuite(seal.suite);
  const containers = [...new Set(seal.segments.map(({ c }) => c))];
  const headers = await Promise.all(
    containers.map(async (container) => {
      const upload = await uploadOfContainer(container);
      if (!upload) throw new Error(`container ${container} is gone`);
      const hash = bytesToHex(suite.hash(upload.header));
      return [container, { header: parseHeader(upload.header), hash }] as const;
    }),
  );
  return { seal, headers: new Map(headers) };
}

/** A bid whose keys, tags or manifest do not fit its seal is shown to nobody: what it shows would not be what was submitted. */
async function openOne(sealed: Sealed, segment: number, secrets: Secrets, deps: Deps): Promise<OpenedSegment> {
  const entry = sealed.seal.segments[segment]!;
  try {
    const body = openSegment(sealed, segment, await bodySource(entry, deps), bytesOf(secrets[String(entry.stage)]!));
    return await openContents(sealed, segment, body);
  } catch (error) {
    if (reasonOf(error)) throw new Refusal("FILE_DAMAGED", {}, ["R-164"]);
    throw error;
  }
}
