import { z } from "zod";
import type { Actor, Relation } from "@/lib/domain/actor";
import { flagOf, type LotFlag, type Stage, stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import {
  clarificationUntil,
  documentObjectionUntil,
  legalClock,
  reckonedProvisionally,
  validityEnd,
} from "@/lib/domain/schedule";
import type { CompleteTerms } from "@/lib/domain/terms";
import { CHINA } from "@/lib/kernel/china-calendar";
import { authorise } from "@/lib/policy/authorise";
import { mayDo } from "@/lib/policy/table";
import { platformNow } from "@/lib/store/clock";
import { type DocumentSetRow, issuedSets } from "@/lib/store/documents";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { type NoticeWithLots, noticesInWork } from "@/lib/store/notices";
import { type TrusteeKeyRow, trusteeKeys } from "@/lib/store/policies";
import { type PartyCard, partyCards } from "@/lib/store/tenders";
import { type Extension, offeredExtension } from "@/lib/usecases/notice/offered-extension";

export const viewLotInput = z.strictObject({ lotId: z.uuid() });

export type LotInstants = {
  readonly questionsUntil: Date | null;
  readonly clarificationUntil: Date | null;
  readonly objectionUntil: Date | null;
  readonly windowEnds: Date | null;
  readonly validityEnds: Date | null;
};
export type LotView = {
  readonly lot: LotWithTender;
  readonly stage: Stage;
  readonly flag: LotFlag | null;
  readonly relation: Relation;
  readonly terms: CompleteTerms | null;
  readonly sets: readonly DocumentSetRow[];
  readonly trustees: readonly TrusteeKeyRow[];
  readonly parties: ReadonlyMap<string, PartyCard>;
  readonly instants: LotInstants;
  /** Some instant was reckoned with a calendar whose notice is not out yet (settled 15). */
  readonly provisional: boolean;
  readonly inWork: readonly NoticeWithLots[];
  readonly mayEdit: boolean;
  readonly mayAmend: boolean;
  /** A later deadline for what was lost of the last hours; for the host alone (protocol §5.5). */
  readonly extension: Extension | null;
  readonly now: Date;
};

/**
 * The page of a lot: the same address for all, each role its own panels. A published lot is seen by everybody who is
 * signed in; before that by its host alone. No panel, count or gap hints at bids.
 */
export async function viewLot(actor: Actor, input: z.infer<typeof viewLotInput>): Promise<LotView> {
  const lot = await lotById(input.lotId);
  const relation = await relationToLot(actor, lot);
  if (actor.role === "public") throw new Refusal("SIGN_IN_NEEDED", {});
  const standing = { role: actor.role, relation };
  const mayEdit = mayDo("lot.edit", standing);
  if (!lot.publishedAt && !mayEdit) authorise(actor, "lot.edit", relation);
  const now = await platformNow();
  const [extension, sets, trustees, parties, inWork] = await Promise.all([
    mayDo("document.amend", standing) ? offeredExtension(lot, now) : null,
    issuedSets(lot.id),
    trusteeKeys(lot.id),
    partyCards([lot.tender.tendereeId, lot.tender.agencyId, lot.tender.supervisorId]),
    mayEdit ? noticesInWork(lot.tenderId) : [],
  ]);
  const terms = (sets[0]?.terms as unknown as CompleteTerms | undefined) ?? null;
  const instants = instantsOf(lot, terms);
  const known = Object.values(instants).filter((at): at is Date => at !== null);
  const stage = stageOf(lot, now);
  return {
    lot,
    stage,
    flag: flagOf(lot),
    relation,
    terms,
    sets,
    trustees,
    parties,
    instants,
    provisional: reckonedProvisionally(legalClock(lot.tender, CHINA), ...known),
    inWork: inWork.filter(({ lots }) => lots.some(({ lotId }) => lotId === lot.id)),
    mayEdit,
    extension,
    mayAmend: stage === "bidding" && mayDo("document.amend", standing),
    now,
  };
}

function instantsOf(lot: LotWithTender, terms: CompleteTerms | null): LotInstants {
  const { deadline } = lot;
  const clock = legalClock(lot.tender, CHINA);
  if (!deadline || !terms)
    return {
      questionsUntil: null,
      clarificationUntil: null,
      objectionUntil: null,
      windowEnds: null,
      validityEnds: null,
    };
  return {
    questionsUntil: new Date(terms.schedule.questionsUntil),
    clarificationUntil: clarificationUntil(deadline, clock),
    objectionUntil: documentObjectionUntil(deadline, clock),
    windowEnds: lot.windowEndsAt ?? new Date(deadline.getTime() + terms.opening.windowSeconds * 1000),
    validityEnds: validityEnd(deadline, terms.schedule.validityDays, clock),
  };
}
