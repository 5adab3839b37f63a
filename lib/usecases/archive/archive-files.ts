import type { Streamed } from "@/lib/crypto/zip-write";
import { db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";
import type { ArchiveKind } from "./archive-members";

/** Documents, notices, record, report, letters: everything filed under the lot that is not somebody's draft. */
export async function fileMembers(
  lot: LotWithTender,
  kind: ArchiveKind,
  deps: Deps,
): Promise<Record<string, Streamed>> {
  const members: Record<string, Streamed> = {};
  const sets = await db().documentFile.findMany({
    where: { set: { lotId: lot.id, state: { not: "draft" } } },
    include: { set: true },
  });
  const notices = await db().notice.findMany({
    where: { lots: { some: { lotId: lot.id } }, pdfFileId: { not: null } },
  });
  const wanted = [
    ...sets.map(({ fileId, name, set }) => ({ fileId, name: `tender/documents-${set.version}/${name}` })),
    ...notices.flatMap((notice) =>
      notice.pdfFileId
        ? [{ fileId: notice.pdfFileId, name: `tender/notices/${notice.type}-${notice.id.slice(0, 8)}.pdf` }]
        : [],
    ),
  ];
  const letters = await db().awardLetter.findMany({ where: { lotId: lot.id, pdfFileId: { not: null } } });
  for (const letter of letters)
    wanted.push({ fileId: letter.pdfFileId!, name: `award/${letter.kind}-${letter.id.slice(0, 8)}.pdf` });
  const contract = await db().contract.findUnique({ where: { lotId: lot.id } });
  if (contract?.pdfFileId) wanted.push({ fileId: contract.pdfFileId, name: "award/contract.pdf" });
  for (const [type, name] of [
    ["opening-record-1", "opening/record-1.pdf"],
    ["opening-record", "opening/record.pdf"],
  ] as const) {
    const minutes = await db().statement.findFirst({ where: { lotId: lot.id, type } });
    if (minutes?.subject) wanted.push({ fileId: minutes.subject, name });
  }
  const report = await db().evaluationReport.findUnique({ where: { lotId: lot.id } });
  if (report?.pdfFileId) wanted.push({ fileId: report.pdfFileId, name: "evaluation/report.pdf" });
  const dissents = await db().reportSignature.findMany({ where: { lotId: lot.id, fileId: { not: null } } });
  for (const [at, { fileId }] of dissents.entries())
    wanted.push({ fileId: fileId!, name: `evaluation/dissent-${at + 1}.pdf` });
  for (const { fileId, name } of wanted) {
    const row = await db().storedFile.findUnique({ where: { id: fileId } });
    // What the public archive shows is what the public may read anyway: one rule for both.
    if (row && (kind === "full" || row.audience === "public")) members[name] = streamed(row, deps);
  }
  return members;
}

const streamed = (row: { readonly sizeBytes: bigint; readonly objectKey: string }, deps: Deps): Streamed => ({
  len: Number(row.sizeBytes),
  pieces: async function* () {
    yield* await deps.objects.get(row.objectKey);
  },
});
