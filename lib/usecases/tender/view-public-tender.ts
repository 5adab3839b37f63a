import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { flagOf, type LotFlag, type Stage, stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { documentObjectionUntil, legalClock } from "@/lib/domain/schedule";
import type { CompleteTerms } from "@/lib/domain/terms";
import { CHINA } from "@/lib/kernel/china-calendar";
import { platformNow } from "@/lib/store/clock";
import { currentSet } from "@/lib/store/documents";
import { type NoticeLine, publishedNotices } from "@/lib/store/notices";
import { type LotRow, type PartyCard, partyCards, type TenderWithLots, tenderByCode } from "@/lib/store/tenders";
import { archiveOf } from "@/lib/usecases/archive/view-archive";
import { type DocumentsView, viewDocuments } from "@/lib/usecases/document/view-documents";
import { type PublicObjection, publicObjections } from "@/lib/usecases/objection/public-objections";
import { type QuestionsView, viewQuestions } from "@/lib/usecases/question/view-questions";

export const viewPublicTenderInput = z.strictObject({ code: z.string().min(1).max(40) });

export type PublicLot = {
  readonly lot: LotRow;
  readonly stage: Stage;
  readonly flag: LotFlag | null;
  readonly terms: CompleteTerms;
  readonly documents: DocumentsView;
  readonly questions: QuestionsView;
  readonly objections: readonly PublicObjection[];
  /** What everybody may download and check offline, once the lot is archived. */
  readonly archive: { readonly fileId: string; readonly digest: string; readonly sealedAt: Date } | null;
  /** Objections to the documents are in time before this instant. */
  readonly objectionUntil: Date | null;
};

export type PublicTenderView = {
  readonly tender: TenderWithLots;
  readonly tenderee: PartyCard;
  readonly agency: PartyCard | null;
  readonly supervisor: PartyCard | null;
  readonly lots: readonly PublicLot[];
  readonly notices: readonly NoticeLine[];
  readonly now: Date;
};

/** The public face of a tender: published lots and published acts, nothing else. @throws {Refusal} NOT_ALLOWED */
export async function viewPublicTender(
  actor: Actor,
  input: z.infer<typeof viewPublicTenderInput>,
): Promise<PublicTenderView> {
  const tender = await tenderByCode(input.code);
  const published = tender.lots.filter(({ publishedAt }) => publishedAt);
  if (published.length === 0) throw new Refusal("NOT_ALLOWED", { action: "tender.find" });
  const [now, cards, notices] = await Promise.all([
    platformNow(),
    partyCards([tender.tendereeId, tender.agencyId, tender.supervisorId]),
    publishedNotices(tender.id),
  ]);
  return {
    tender,
    tenderee: cards.get(tender.tendereeId)!,
    agency: tender.agencyId ? (cards.get(tender.agencyId) ?? null) : null,
    supervisor: cards.get(tender.supervisorId) ?? null,
    lots: await Promise.all(published.map((lot) => publicLot(actor, tender, lot, now))),
    notices,
    now,
  };
}

async function publicLot(actor: Actor, tender: TenderWithLots, lot: LotRow, now: Date): Promise<PublicLot> {
  const [set, documents, questions, objections, archive] = await Promise.all([
    currentSet(lot.id),
    viewDocuments(actor, { lotId: lot.id }),
    viewQuestions(actor, { lotId: lot.id }),
    publicObjections(lot),
    archiveOf(lot.id),
  ]);
  const stage = stageOf(lot, now);
  return {
    lot,
    stage,
    flag: flagOf(lot),
    terms: set?.terms as unknown as CompleteTerms,
    documents,
    questions,
    objections,
    archive: archive?.publicFileId ? { ...archive, fileId: archive.publicFileId } : null,
    objectionUntil: lot.deadline ? documentObjectionUntil(lot.deadline, legalClock(tender, CHINA)) : null,
  };
}
