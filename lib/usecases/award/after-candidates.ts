import { candidateNoticeEnd } from "@/lib/domain/schedule";
import { record } from "@/lib/store/audit";
import { lotById } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { report } from "@/lib/store/outbox";
import type { Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { saveLot } from "@/lib/store/tenders";
import { openedBids } from "@/lib/store/openings";
import type { AfterPublication } from "@/lib/usecases/notice/after-publication";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { compactTime } from "@/lib/kernel/format";
import { stepAward } from "./step-award";

/** The display of candidates begins with the publication of its notice and lasts three days at least. */
export const afterCandidates: AfterPublication = async (tx, actor, notice, at) => {
  const content = notice.content as unknown as NoticeContent;
  for (const { lotId } of notice.lots) {
    const lot = await lotById(lotId, tx);
    // The notice exists because the checklist was whole; the candidates are counted again.
    const candidates = await tx.candidate.count({ where: { lotId } });
    stepAward(lot, "publish", { at, unchecked: 0, candidates });
    const candidatesTo = candidateNoticeEnd(at, clockOfLot(lot));
    await saveLot(tx, lotId, { candidatesFrom: at, candidatesTo });
    for (const { partyId } of await openedBids(lotId, tx))
      await notify(tx, {
        to: { partyId },
        kind: "award.candidates",
        facts: { lot: lot.name, tender: lot.tender.name, until: candidatesTo.toISOString() },
        lotId,
        link: `/tenders/${lot.tender.code}`,
        legal: true,
      });
    await record(tx, actor, {
      action: "candidates.publish",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      facts: { until: candidatesTo.toISOString() },
    });
    await reportCandidates(tx, lot, at);
    await report(tx, {
      kind: 511,
      op: "create",
      key: `${lot.code}-511`,
      lotId,
      occurredAt: at,
      payload: {
        BID_SECTION_CODES: [lot.code],
        PUBLICITY_NAME: content.title,
        PUBLICITY_CONTENT: content.intro,
        PUBLICITY_TYPE: "1",
        PUBLICITY_REFER_TIME: compactTime(at),
        PUBLICITY_START_TIME: compactTime(at),
        PUBLICITY_END_TIME: compactTime(candidatesTo),
        OBJECTION_METHOD: content.facts.platformUrl ?? "",
        NOTICE_MEDIA: content.facts.platformUrl ?? "",
        URL: `${content.facts.platformUrl ?? ""}/notices/${notice.id}`,
        BULLETIN_DUTY: content.facts.tendereeName ?? "",
        EXAMINER_NAME: "平台运营机构",
      },
    });
  }
};

/** The ranked candidates as record 510 of the data dictionary (§6.10): what the notice says, as fields. */
async function reportCandidates(tx: Tx, lot: LotWithTender, at: Date): Promise<void> {
  const candidates = await tx.candidate.findMany({ where: { lotId: lot.id }, orderBy: { rank: "asc" } });
  const parties = await tx.party.findMany({ where: { id: { in: candidates.map(({ partyId }) => partyId) } } });
  const list = candidates.map(({ partyId, rank, facts }) => {
    const { price = "", quality = "", evaluation = "", qualification = "" } = facts as Record<string, string>;
    const party = parties.find(({ id }) => id === partyId);
    return {
      WIN_CANDIDATE_NAME: party?.name ?? "",
      WIN_CANDIDATE_CODE: party?.uscc ?? "",
      WIN_CANDIDATE_ORDER: String(rank),
      BID_PRICE: price,
      PRICE_CURRENCY: "156",
      PRICE_UNIT: "0",
      QUALITY: quality,
      EVALUATION_STATUS: evaluation,
      WIN_CANDIDATE_QUALIFICATION: qualification,
    };
  });
  await report(tx, {
    kind: 510,
    op: "create",
    key: `${lot.code}-510`,
    lotId: lot.id,
    occurredAt: at,
    payload: { BID_SECTION_CODE: lot.code, CANDIDATES: list },
  });
}
