import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import type { Finding } from "@/lib/domain/compliance";
import { Refusal } from "@/lib/domain/refusal";
import {
  clarificationUntil,
  documentObjectionUntil,
  earliestDeadline,
  earliestDeadlineAfterAmendment,
  earliestDocumentsEnd,
  legalClock,
  questionsUntil,
} from "@/lib/domain/schedule";
import { SECTIONS, type Section, type Terms } from "@/lib/domain/terms";
import { CHINA } from "@/lib/kernel/china-calendar";
import { authorise } from "@/lib/policy/authorise";
import { platformNow } from "@/lib/store/clock";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { type NoticeWithLots, noticesInWork } from "@/lib/store/notices";
import { openQuestions } from "@/lib/store/questions";
import { type TenderWithLots, tenderById } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { checkLot, reasonsOf } from "./check-lot";
import { draftTerms } from "./current-terms";

export const viewEditorInput = z.strictObject({ lotId: z.uuid() });

export type SectionState = {
  readonly section: Section;
  readonly state: "empty" | "done" | "warn" | "fail";
  readonly count: number;
};
/** First lawful instants of the plan as of now, for hints and proposals. */
export type PlanBounds = {
  readonly documentsTo: Date;
  readonly deadline: Date;
  readonly questionsUntil: Date | null;
  readonly clarificationUntil: Date | null;
  readonly objectionUntil: Date | null;
};
export type EditorView = {
  readonly lot: LotWithTender;
  readonly tender: TenderWithLots;
  readonly terms: Terms;
  readonly version: number;
  readonly findings: readonly Finding[];
  readonly reasons: Readonly<Record<string, string>>;
  readonly sections: readonly SectionState[];
  readonly bounds: PlanBounds;
  /** The amendment in work, once the lot is published; null before, and while none was begun. */
  readonly amendment: NoticeWithLots | null;
  /** A notice with this lot that lies with a reviewer or waits for its signature. */
  readonly review: NoticeWithLots | null;
  readonly editable: boolean;
  readonly questions: readonly { readonly id: string; readonly text: string }[];
  readonly trustees: readonly { readonly place: number; readonly url: string }[];
  readonly now: Date;
};

/** The editor of a lot's documents for its host (ux 7.4). @throws {Refusal} NOT_ALLOWED for everybody else */
export async function viewEditor(
  actor: Actor,
  input: z.infer<typeof viewEditorInput>,
  deps: Deps,
): Promise<EditorView> {
  const lot = await lotById(input.lotId);
  authorise(actor, "lot.edit", await relationToLot(actor, lot));
  if (lot.terminatedAt) throw new Refusal("TERMINATED", {}, ["R-152"]);
  const [tender, now, all, questions] = await Promise.all([
    tenderById(lot.tenderId),
    platformNow(),
    noticesInWork(lot.tenderId),
    openQuestions(lot.id),
  ]);
  const inWork = all.filter(({ lots }) => lots.some(({ lotId }) => lotId === lot.id));
  const review = inWork.find(({ state }) => state === "reviewing" || state === "approved") ?? null;
  const amendment = inWork.find(({ type, state }) => type === "amendmentNotice" && state === "draft") ?? null;
  const terms = draftTerms(lot);
  const findings = checkLot(tender, lot, terms, lot.publishedAt ?? now);
  const reasons = reasonsOf(lot);
  return {
    lot,
    tender,
    terms,
    version: lot.draftVersion,
    findings,
    reasons,
    sections: SECTIONS.map((section) => sectionState(section, terms, findings, reasons)),
    bounds: boundsOf(lot, terms, now),
    amendment,
    review,
    editable: review === null && (lot.publishedAt === null || amendment !== null),
    questions: questions.map(({ id, text }) => ({ id, text })),
    trustees: deps.trustees.map(({ url }, place) => ({ place, url })),
    now,
  };
}

function sectionState(
  section: Section,
  terms: Terms,
  findings: readonly Finding[],
  reasons: Readonly<Record<string, string>>,
): SectionState {
  const own = findings.filter((finding) => finding.section === section && !finding.key.startsWith("missing."));
  const failed = own.filter(({ level }) => level === "fail").length;
  const silent = own.filter(({ level, key }) => level === "warn" && !reasons[key]).length;
  if (terms[section] === undefined) return { section, state: "empty", count: 0 };
  if (failed > 0) return { section, state: "fail", count: failed };
  return silent > 0 ? { section, state: "warn", count: silent } : { section, state: "done", count: 0 };
}

function boundsOf(lot: LotWithTender, terms: Terms, now: Date): PlanBounds {
  const clock = legalClock(lot.tender, CHINA);
  const wanted = terms.schedule ? new Date(terms.schedule.documentsFrom) : now;
  const from = wanted > now ? wanted : now;
  const deadline = terms.schedule ? new Date(terms.schedule.deadline) : null;
  return {
    documentsTo: earliestDocumentsEnd(from, clock),
    deadline: lot.deadline
      ? earliestDeadlineAfterAmendment(now, lot.deadline, true, clock)
      : earliestDeadline(from, clock),
    questionsUntil: deadline ? questionsUntil(deadline, clock) : null,
    clarificationUntil: deadline ? clarificationUntil(deadline, clock) : null,
    objectionUntil: deadline ? documentObjectionUntil(deadline, clock) : null,
  };
}
