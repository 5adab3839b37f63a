import type { CompleteTerms } from "@/lib/domain/terms";
import { compactTime } from "@/lib/kernel/format";
import type { DocumentSetRow } from "@/lib/store/documents";
import type { LotRow, TenderWithLots } from "@/lib/store/tenders";

/** A set of tender documents as record 504 of the data dictionary (§6.5). @param at compact instant of the issue */
export function documentRecord(
  lot: LotRow,
  tender: TenderWithLots,
  set: DocumentSetRow,
  terms: CompleteTerms,
  at: string,
) {
  const { bond, price, method, schedule, qualification } = terms;
  const deadline = compactTime(set.deadline ?? new Date(schedule.deadline));
  return {
    DOC_NO: `${lot.code}${String(set.version).padStart(3, "0")}`,
    BID_SECTION_CODE: lot.code,
    TENDER_PROJECT_CODE: tender.code,
    DOC_NAME: `${tender.name} ${lot.name} 招标文件（第 ${set.version} 版）`,
    BID_QUALIFICATION: qualification.requirements.map(({ text }) => text).join("；"),
    BID_DOC_REFER_END_TIME: deadline,
    VALID_PERIOD: String(schedule.validityDays),
    BID_DOC_REFER_METHOD: "平台加密递交",
    MARGIN_PAY_TYPE: bond.required ? bond.forms.join(",") : "0",
    MARGIN_AMOUNT: bond.required ? bond.amount : "0.00",
    MARGIN_CURRENCY: "156",
    MARGIN_AMOUNT_UNIT: "0",
    PRICE_FORM_CODE: "1",
    CONTROL_PRICE: price.ceiling,
    EVALUATING_METHOD: method.kind === "comprehensiveScoring" ? "综合评估法" : "经评审的最低投标价法",
    EVALUATION_TYPE: "1",
    BID_OPEN_TIME: deadline,
    BID_OPEN_PLACE: "平台开标大厅",
    BID_OPEN_TYPE: "1",
    QUAL_TYPE: "2",
    CLARIFY_TIME: at,
    IS_POSTPONE: set.version > 1 && set.affects ? "1" : "0",
    CLARIFY_CONTENT: set.version === 1 ? "招标文件" : changesText(set.changes),
    SUBMIT_TIME: at,
    URL: `/tenders/${tender.code}`,
    DIGEST: set.docsHash,
  };
}

const changesText = (changes: DocumentSetRow["changes"]): string =>
  typeof changes === "object" && changes !== null && "summary" in changes ? String(changes.summary) : "";
