import { parseSeal } from "@/lib/crypto/seal";
import type { Streamed } from "@/lib/crypto/zip-write";
import { db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { releasesOf } from "@/lib/store/openings";
import { resubmissionsOf } from "@/lib/store/resubmissions";
import { type PartRow, partsOf, type UploadRow } from "@/lib/store/uploads";
import type { Deps } from "@/lib/usecases/deps";
import type { ArchiveKind, Members } from "./archive-members";

/** Seals, withdrawals and receipts, headers; in full the secrets that were given, and the ciphertext of what was opened. */
export async function bidMembers(
  lot: LotWithTender,
  kind: ArchiveKind,
  wanted: (digest: string) => boolean,
  deps: Deps,
): Promise<Members> {
  const members: Members = {};
  const containers = new Set<string>();
  const bodies = new Set<string>();
  for (const row of await db().sealedBid.findMany({ where: { lotId: lot.id } })) {
    if (!wanted(row.digest)) continue;
    const base = `bids/${row.digest}`;
    members[`${base}/${row.kind}.json`] = row.bytes;
    members[`${base}/${row.kind}.p7s`] = row.cms;
    members[`${base}/receipt.json`] = row.receipt;
    members[`${base}/receipt.p7s`] = row.receiptCms;
    if (row.tst) members[`${base}/${row.kind}.tst`] = row.tst;
    if (row.kind !== "seal") continue;
    const seal = parseSeal(row.bytes);
    for (const c of Object.keys(seal.headers)) containers.add(c);
    // Of a bid that was replaced or withdrawn nothing was opened, and its ciphertext is nobody's business.
    if (row.state === "inForce") for (const { c, i } of seal.segments) bodies.add(`${c}/${i}`);
  }
  for (const row of await resubmissionsOf(lot.id)) {
    if (!wanted(row.digest)) continue;
    const base = `bids/${row.digest}/resubmission`;
    members[`${base}.json`] = row.bytes;
    members[`${base}.p7s`] = row.cms;
    members[`${base}-receipt.json`] = row.receipt;
    members[`${base}-receipt.p7s`] = row.receiptCms;
    for (const { c, i } of parseSeal(row.bytes).segments) {
      containers.add(c);
      bodies.add(`${c}/${i}`);
    }
  }
  const uploads = await db().upload.findMany({ where: { lotId: lot.id } });
  for (const upload of uploads)
    if (kind === "full" || containers.has(upload.container))
      members[`bids/headers/${upload.container}.json`] = upload.header;
  if (kind === "public") return members;
  for (const { digest, statement, cms } of await releasesOf(lot.id)) {
    members[`bids/${digest}/release.json`] = statement;
    if (cms) members[`bids/${digest}/release.p7s`] = cms;
  }
  for (const upload of uploads) Object.assign(members, await ciphertext(upload, bodies, deps));
  return members;
}

/** Bodies of one container, as they lie in the object store; one that lost a part is left out, and the verifier names it. */
async function ciphertext(upload: UploadRow, wanted: ReadonlySet<string>, deps: Deps) {
  const parts = await partsOf(upload.id);
  const members: Record<string, Streamed> = {};
  for (const segment of new Set(parts.map((part) => part.segment))) {
    if (!wanted.has(`${upload.container}/${segment}`)) continue;
    const own = parts.filter((part) => part.segment === segment);
    if (await allThere(own, deps)) members[`bids/bodies/${upload.container}/${segment}.bin`] = joined(own, deps);
  }
  return members;
}

async function allThere(parts: readonly PartRow[], deps: Deps): Promise<boolean> {
  for (const { objectKey, sizeBytes } of parts)
    if ((await deps.objects.stat(objectKey))?.sizeBytes !== sizeBytes) return false;
  return true;
}

const joined = (parts: readonly PartRow[], deps: Deps): Streamed => ({
  len: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  pieces: async function* () {
    for (const { objectKey } of parts) yield* await deps.objects.get(objectKey);
  },
});
