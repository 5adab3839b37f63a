import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { maySee } from "@/lib/policy/table";
import { platformNow } from "@/lib/store/clock";
import {
  type DocumentSetRow,
  downloadsOf,
  hasObtained,
  issuedSets,
  storedFilesOf,
  versionTaken,
} from "@/lib/store/documents";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { documentFee } from "@/lib/store/payments";
import { partyCards } from "@/lib/store/tenders";
import { type Changes, type TextChange, textChanges } from "./changes";
import { documentFeeFen } from "./current-terms";

export const viewDocumentsInput = z.strictObject({ lotId: z.uuid() });

export type DocumentFileView = {
  readonly fileId: string | null;
  readonly name: string;
  readonly role: string;
  readonly sizeBytes: number;
  readonly sha256: string;
};
export type DocumentVersionView = {
  readonly version: number;
  readonly issuedAt: Date;
  readonly docsHash: string;
  readonly affects: boolean;
  readonly deadline: Date | null;
  readonly changes: Changes | null;
  readonly textChanges: readonly TextChange[];
  readonly files: readonly DocumentFileView[];
};
export type DocumentsView = {
  readonly versions: readonly DocumentVersionView[];
  /** Whether the asker's party holds the documents, and the newest version it took. */
  readonly obtained: boolean;
  readonly versionTaken: number;
  readonly available: boolean;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly feeFen: bigint;
  readonly feeState: string | null;
  readonly mayObtain: boolean;
  /** After the deadline, for the host: who obtained what. */
  readonly downloads?: readonly { readonly name: string; readonly version: number; readonly at: Date }[];
};

/**
 * The versions of a lot's documents. Names, digests and changes are public; the files can be fetched by those who
 * obtained them and by the host.
 */
export async function viewDocuments(actor: Actor, input: z.infer<typeof viewDocumentsInput>): Promise<DocumentsView> {
  const lot = await lotById(input.lotId);
  if (!lot.publishedAt) throw new Refusal("NOT_ALLOWED", { action: "document.find" });
  const now = await platformNow();
  const [relation, sets] = await Promise.all([relationToLot(actor, lot), issuedSets(lot.id)]);
  const obtained = actor.partyId ? await hasObtained(lot.id, actor.partyId) : false;
  const open = relation === "owner" || obtained;
  const terms = sets[0]?.terms as unknown as CompleteTerms | undefined;
  const payment = actor.partyId ? await documentFee(lot.id, actor.partyId) : null;
  const stage = stageOf(lot, now);
  const shown = maySee("lot", "downloaders", { role: actor.role, relation, stage });
  return {
    versions: await Promise.all(sets.map((set, index) => versionView(set, sets[index + 1] ?? null, open))),
    obtained,
    versionTaken: actor.partyId && obtained ? await versionTaken(lot.id, actor.partyId) : 0,
    available: isAvailable(lot, now, stage),
    from: lot.documentsFrom,
    to: lot.documentsTo,
    feeFen: terms ? documentFeeFen(terms) : 0n,
    feeState: payment?.state ?? null,
    mayObtain: actor.partyId !== null && relation !== "owner",
    ...(shown ? { downloads: await downloadLines(lot.id) } : {}),
  };
}

const isAvailable = (lot: LotWithTender, now: Date, stage: string): boolean =>
  stage === "bidding" &&
  (!lot.documentsFrom || now >= lot.documentsFrom) &&
  (!lot.documentsTo || now < lot.documentsTo);

async function versionView(
  set: DocumentSetRow,
  before: DocumentSetRow | null,
  open: boolean,
): Promise<DocumentVersionView> {
  const stored = new Map((await storedFilesOf(set)).map((file) => [file.id, file]));
  return {
    version: set.version,
    issuedAt: set.issuedAt!,
    docsHash: set.docsHash ?? "",
    affects: set.affects,
    deadline: set.deadline,
    changes: set.changes as Changes | null,
    textChanges: before ? textChanges(termsOf(before), termsOf(set)) : [],
    files: set.files.map(({ fileId, name, role }) => ({
      fileId: open ? fileId : null,
      name,
      role,
      sizeBytes: Number(stored.get(fileId)?.sizeBytes ?? 0n),
      sha256: stored.get(fileId)?.sha256 ?? "",
    })),
  };
}

const termsOf = (set: DocumentSetRow): CompleteTerms => set.terms as unknown as CompleteTerms;

async function downloadLines(lotId: string) {
  const rows = await downloadsOf(lotId);
  const cards = await partyCards(rows.map(({ partyId }) => partyId));
  return rows.map(({ partyId, setVersion, at }) => ({ name: cards.get(partyId)?.name ?? "", version: setVersion, at }));
}
