import { checkCompliance, failures, type Finding, unexplained } from "@/lib/domain/compliance";
import type { Category } from "@/lib/domain/mandatory";
import { mediaFor } from "@/lib/domain/media";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms, Terms } from "@/lib/domain/terms";
import type { LotRow, TenderWithLots } from "@/lib/store/tenders";
import { legalClock } from "@/lib/domain/schedule";
import { CHINA } from "@/lib/kernel/china-calendar";

export const reasonsOf = (lot: Pick<LotRow, "reasons">): Readonly<Record<string, string>> =>
  (lot.reasons ?? {}) as Record<string, string>;

/** The compliance check of one lot as of an instant of publication. */
export function checkLot(tender: TenderWithLots, lot: LotRow, terms: Terms, publishAt: Date): readonly Finding[] {
  const facts = {
    statutory: tender.statutory,
    category: tender.category as Category,
    estimateFen: lot.estimateFen,
    estimatesFen: tender.lots.map(({ estimateFen }) => estimateFen),
    entrusted: tender.organizeForm === "entrusted",
    mandate: tender.mandateFileId !== null,
    approval: Boolean(tender.project.approvalNo || tender.project.exemption),
    media: mediaFor(tender.regionCode).length,
  };
  return checkCompliance(facts, terms, publishAt, legalClock(tender, CHINA));
}

/**
 * The terms of a lot if they may be published at `publishAt`.
 *
 * @throws {Refusal} RULES_BROKEN with the rules of what failed; REASON_NEEDED while a warning stands without a reason
 */
export function mustComply(tender: TenderWithLots, lot: LotRow, terms: Terms, publishAt: Date): CompleteTerms {
  const findings = checkLot(tender, lot, terms, publishAt);
  const failed = failures(findings);
  if (failed.length > 0) {
    const rules = [...new Set(failed.map(({ rule }) => rule))];
    throw new Refusal("RULES_BROKEN", { count: failed.length }, rules);
  }
  const silent = unexplained(findings, reasonsOf(lot));
  if (silent.length > 0) throw new Refusal("REASON_NEEDED", {}, [...new Set(silent.map(({ rule }) => rule))]);
  return terms as CompleteTerms;
}
