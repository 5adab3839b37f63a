import type { NoticeContent } from "@/lib/domain/notice-content";
import { compactTime } from "@/lib/kernel/format";
import { record } from "@/lib/store/audit";
import { releaseBonds } from "@/lib/store/bonds-due";
import { lotById } from "@/lib/store/lots";
import { noteSuperseded, originalNotice } from "@/lib/store/notices";
import { report } from "@/lib/store/outbox";
import { refundsDue } from "@/lib/store/payments";
import { saveLot, saveTender, tenderById } from "@/lib/store/tenders";
import { tellHolder, tellHolders } from "@/lib/usecases/document/tell-holders";
import type { AfterPublication } from "./after-publication";
import { mustBeTerminable } from "./submit-termination";

/** Closes the intake, owes refunds, tells every holder of the documents, reports the abnormal end. */
export const afterTermination: AfterPublication = async (tx, actor, notice, at) => {
  const content = notice.content as unknown as NoticeContent;
  const reason = content.facts.reason ?? "";
  for (const { lotId } of notice.lots) {
    const lot = await lotById(lotId, tx);
    mustBeTerminable(lot);
    await saveLot(tx, lotId, { terminatedAt: at, intake: "closed" });
    await tellHolders(tx, lot, "tenderTerminated", { reason: reason.slice(0, 500) });
    for (const fee of await refundsDue(tx, lotId)) await tellHolder(tx, lot, fee.partyId, "feeRefundDue", {});
    for (const bond of await releaseBonds(tx, lotId, at)) await tellHolder(tx, lot, bond.partyId, "bondRefundDue", {});
    const original = await originalNotice(lotId, tx);
    if (original) await noteSuperseded(tx, original.id, at);
    await record(tx, actor, {
      action: "tender.terminate",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      facts: { reason },
    });
    await report(tx, {
      kind: 517,
      op: "create",
      key: `${lot.code}-3`,
      lotId,
      payload: {
        BID_SECTION_CODE: lot.code,
        TENDER_PROJECT_CODE: lot.tender.code,
        EXCEPITON_NAME: content.title,
        EXCEPITON_INFOR: reason,
        EXCEPITON_TYPE: "3",
        SUBMIT_TIME: compactTime(at),
      },
      occurredAt: at,
    });
  }
  const tender = await tenderById(notice.tenderId, tx);
  if (tender.lots.every(({ terminatedAt }) => terminatedAt)) await saveTender(tx, tender.id, { state: "terminated" });
};
