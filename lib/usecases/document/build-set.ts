import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import type { CompleteTerms } from "@/lib/domain/terms";
import { platformNow } from "@/lib/store/clock";
import type { SetFile } from "@/lib/store/documents";
import { addFile, type FileRow, filesById } from "@/lib/store/files";
import type { LotWithTender } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";
import type { Actor } from "@/lib/domain/actor";
import { docsStatement, hashOf, suiteHash } from "@/lib/usecases/notice/lot-papers";
import { documentPdfData } from "./document-pdf";

export type BuiltSet = {
  readonly files: readonly SetFile[];
  readonly docs: Uint8Array;
  readonly docsHash: string;
};

/** Name of the file that holds the structured terms: what tools of others read. */
export const TERMS_FILE = "招标文件.json";

/**
 * Makes the files of a document set from the terms (the text as PDF, the terms as canonical JSON) and puts the uploaded
 * files beside them. Slow: outside any transaction. The list of the set and its hash bind every byte.
 */
export async function buildSet(
  actor: Actor,
  lot: LotWithTender,
  terms: CompleteTerms,
  version: number,
  deps: Deps,
): Promise<BuiltSet> {
  const pdf = await deps.pdf.make("notice", documentPdfData(lot, terms, version, await platformNow(), deps.origin));
  const json = canonicalBytes({ lot: lot.code, terms, version } as unknown as Json);
  const made = await Promise.all([
    keepBytes(actor, lot, `招标文件（第${version}版）.pdf`, "application/pdf", pdf, deps),
    keepBytes(actor, lot, TERMS_FILE, "application/json", json, deps),
  ]);
  const uploaded = await filesById(terms.files.files.map(({ fileId }) => fileId));
  const files: SetFile[] = [
    { fileId: made[0].id, name: made[0].name, role: "main" },
    { fileId: made[1].id, name: made[1].name, role: "terms" },
    ...terms.files.files,
  ];
  const stored = new Map<string, FileRow>([...made, ...uploaded].map((file) => [file.id, file]));
  const listed = files.map(({ fileId, name }) => ({ ...stored.get(fileId)!, name }));
  const docs = docsStatement(lot, version, listed);
  return { files, docs, docsHash: await suiteHash(docs, terms) };
}

/** Stores bytes we made ourselves; the object is durable before its row. */
export async function keepBytes(
  actor: Actor,
  lot: LotWithTender | null,
  name: string,
  media: string,
  bytes: Uint8Array,
  deps: Deps,
): Promise<FileRow> {
  const sha256 = await hashOf(bytes);
  const objectKey = `files/${crypto.randomUUID()}`;
  await deps.objects.put(objectKey, bytes, { sha256 });
  const owner = { partyId: actor.partyId, createdById: actor.personId, lotId: lot?.id ?? null };
  return addFile({ sha256, sizeBytes: BigInt(bytes.length), name, media, objectKey, ...owner });
}
