import type { NoticeContent } from "@/lib/domain/notice-content";
import type { CompleteTerms } from "@/lib/domain/terms";
import { fen } from "@/lib/kernel/money";
import type { Listing } from "@/lib/store/notices";
import type { TenderWithLots } from "@/lib/store/tenders";

/** What the public list says of a notice: the words one searches for, ceiling price and next deadline of its lots. */
export function listingOf(tender: TenderWithLots, content: NoticeContent, terms: readonly CompleteTerms[]): Listing {
  const ceilings = terms.flatMap(({ price }) => (price.ceiling ? [fen(price.ceiling)] : []));
  const deadlines = terms.map(({ schedule }) => new Date(schedule.deadline).getTime());
  return {
    searchText: searchText(tender, content),
    regionCode: tender.regionCode,
    category: tender.category,
    trade: tender.type,
    tendereeName: content.facts.tendereeName ?? "",
    tenderCode: tender.code,
    lotCount: content.lots.length,
    ceilingFen: ceilings.length > 0 ? ceilings.reduce((sum, one) => sum + one, 0n) : null,
    training: tender.training,
    deadline: deadlines.length > 0 ? new Date(Math.max(...deadlines)) : null,
  };
}

const searchText = (tender: TenderWithLots, content: NoticeContent): string =>
  [
    content.title,
    content.number,
    tender.code,
    tender.name,
    tender.project.name,
    content.facts.tendereeName,
    content.facts.agencyName,
    ...content.lots.flatMap(({ code, name }) => [code, name]),
  ]
    .filter(Boolean)
    .join(" ");
