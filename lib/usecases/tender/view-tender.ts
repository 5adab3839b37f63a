import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { flagOf, type LotFlag, type Stage, stageOf } from "@/lib/domain/lot";
import { failures, type Finding, unexplained } from "@/lib/domain/compliance";
import { authorise } from "@/lib/policy/authorise";
import { mayDo } from "@/lib/policy/table";
import { platformNow } from "@/lib/store/clock";
import { type NoticeLine, noticesInWork, publishedNotices, type NoticeWithLots } from "@/lib/store/notices";
import {
  type LotRow,
  type PartyCard,
  partyCards,
  relationToTender,
  type TenderWithLots,
  tenderById,
} from "@/lib/store/tenders";
import { checkLot, reasonsOf } from "@/lib/usecases/document/check-lot";
import { draftTerms } from "@/lib/usecases/document/current-terms";

export const viewTenderInput = z.strictObject({ tenderId: z.uuid() });

export type TenderLotView = {
  readonly lot: LotRow;
  readonly stage: Stage;
  readonly flag: LotFlag | null;
  /** Of a lot in preparation: what the compliance check has against it. */
  readonly failed: readonly Finding[];
  readonly silent: readonly Finding[];
  /** Lies with a reviewer or waits for its signature. */
  readonly inReview: boolean;
};
export type TenderView = {
  readonly tender: TenderWithLots;
  readonly parties: ReadonlyMap<string, PartyCard>;
  readonly lots: readonly TenderLotView[];
  readonly inWork: readonly NoticeWithLots[];
  readonly published: readonly NoticeLine[];
  readonly mayEdit: boolean;
  readonly mayTerminate: boolean;
  readonly now: Date;
};

/** A tender in the workbench, for its host and its supervisor; nothing of bids is in it. */
export async function viewTender(actor: Actor, input: z.infer<typeof viewTenderInput>): Promise<TenderView> {
  const tender = await tenderById(input.tenderId);
  const relation = relationToTender(actor, tender);
  authorise(actor, "tender.watch", relation);
  const standing = { role: actor.role, relation };
  const mayEdit = mayDo("lot.edit", standing);
  const [now, parties, inWork, published] = await Promise.all([
    platformNow(),
    partyCards([tender.tendereeId, tender.agencyId, tender.supervisorId]),
    // Drafts are the host's own business until they are published.
    mayEdit ? noticesInWork(tender.id) : [],
    publishedNotices(tender.id),
  ]);
  const busy = new Set(inWork.flatMap(({ lots }) => lots.map(({ lotId }) => lotId)));
  return {
    tender,
    parties,
    lots: tender.lots
      .filter(({ publishedAt }) => mayEdit || publishedAt)
      .map((lot) => lotView(tender, lot, now, busy.has(lot.id))),
    inWork,
    published,
    mayEdit,
    mayTerminate: mayDo("tender.terminate", standing),
    now,
  };
}

function lotView(tender: TenderWithLots, lot: LotRow, now: Date, inReview: boolean): TenderLotView {
  const stage = stageOf(lot, now);
  const findings = stage === "preparation" ? checkLot(tender, lot, draftTerms(lot), now) : [];
  return {
    lot,
    stage,
    flag: flagOf(lot),
    failed: failures(findings),
    silent: unexplained(findings, reasonsOf(lot)),
    inReview,
  };
}
