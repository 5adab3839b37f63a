import { compactTime } from "@/lib/kernel/format";
import { yuan } from "@/lib/kernel/money";
import type { Db } from "@/lib/store/db";
import { type LotRow, partyCards, tenderById } from "@/lib/store/tenders";

/** A tender as record 501 of the data dictionary (§6.2). */
export async function tenderRecordOf(tenderId: string, on: Db) {
  const tender = await tenderById(tenderId, on);
  const parties = await partyCards([tender.tendereeId, tender.agencyId, tender.supervisorId], on);
  const tenderee = parties.get(tender.tendereeId);
  const agency = tender.agencyId ? parties.get(tender.agencyId) : undefined;
  return {
    PROJECT_CODE: tender.project.code,
    TENDER_PROJECT_CODE: tender.code,
    TENDER_PROJECT_NAME: tender.name,
    TENDER_PROJECT_TYPE: tender.type,
    REGION_CODE: tender.regionCode,
    TENDER_CONTENT: tender.content,
    OWNER_NAME: tender.project.ownerName,
    TENDERER_NAME: tenderee?.name ?? "",
    TENDERER_CODE_TYPE: "97",
    TENDERER_CODE: tenderee?.uscc ?? "",
    TENDERER_ROLE: "01",
    TENDER_AGENCY_NAME: agency?.name ?? null,
    TENDER_AGENCY_CODE_TYPE: agency ? "97" : null,
    TENDER_AGENCY_CODE: agency?.uscc ?? null,
    TENDER_AGENCY_ROLE: agency ? "02" : null,
    TENDER_MODE: tender.mode === "open" ? "1" : "2",
    TENDER_ORGANIZE_FORM: tender.organizeForm === "self" ? "1" : "2",
    CREATE_TIME: compactTime(tender.createdAt),
    SUPERVISE_DEPT_NAME: parties.get(tender.supervisorId)?.name ?? "",
    SUPERVISE_DEPT_CODE: parties.get(tender.supervisorId)?.uscc ?? "",
    APPROVE_DEPT_NAME: tender.project.approvalAuthority ?? "无须审批",
    REPORT_DUTY: tenderee?.contactName ?? "",
    IS_TO_LAW: tender.statutory ? "1" : "0",
  };
}

type TenderFacts = {
  readonly code: string;
  readonly mode: string;
  readonly regionCode: string;
  readonly category: string;
};

/** A lot as record 502 (§6.3). */
export function lotRecord(lot: LotRow, tender: TenderFacts) {
  const letter = { construction: "A", goods: "B", services: "C" }[tender.category] ?? "A";
  return {
    TENDER_PROJECT_CODE: tender.code,
    BID_SECTION_CODE: lot.code,
    BID_SECTION_NAME: lot.name,
    BID_ECTION_NUM: String(lot.round),
    UNIFIED_DEAL_CODE: lot.dealCode,
    BID_TENDER_MODE: tender.mode === "open" ? "1" : "2",
    REGION_CODE: tender.regionCode,
    TRA_PLACE_CODE: tender.regionCode,
    BID_SECTION_CONTENT: lot.content,
    TENDER_PROJECT_CLASSIFY_CODE: `${letter}000000`,
    CONTRACT_RECKON_PRICE: yuan(lot.estimateFen),
    CURRENCY_CODE: "156",
    PRICE_UNIT: "0",
    BID_QUALIFICATION: qualificationText(lot.terms),
    LIMITE_TIME: lot.durationDays === null ? null : String(lot.durationDays),
    CREATE_TIME: compactTime(lot.createdAt),
  };
}

function qualificationText(terms: LotRow["terms"]): string {
  const section = typeof terms === "object" && terms !== null && "qualification" in terms ? terms.qualification : null;
  return section ? JSON.stringify(section) : "见招标文件";
}
