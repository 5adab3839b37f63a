import type { NoticeContent } from "@/lib/domain/notice-content";
import { compactTime } from "@/lib/kernel/format";
import type { NoticeWithLots } from "@/lib/store/notices";
import type { PartyCard, TenderWithLots } from "@/lib/store/tenders";

type Source = {
  readonly notice: Pick<NoticeWithLots, "id" | "nature" | "type" | "digest" | "originalId">;
  readonly content: NoticeContent;
  readonly tender: TenderWithLots;
  readonly parties: ReadonlyMap<string, PartyCard>;
  readonly at: Date;
  readonly origin: string;
};

const time = (text: string | undefined): string | null => (text ? compactTime(new Date(text)) : null);

/** A notice as record 503 of the data dictionary (§6.4). The digest lets media prove that they show the same text. */
export function noticeRecord({ notice, content, tender, parties, at, origin }: Source) {
  const { facts } = content;
  const tenderee = parties.get(tender.tendereeId);
  const agency = tender.agencyId ? parties.get(tender.agencyId) : undefined;
  const lots = tender.lots.filter(({ code }) => content.lots.some((one) => one.code === code));
  return {
    TENDER_PROJECT_CODE: tender.code,
    NOTICE_BID_NUM: content.number,
    BID_SECTION_CODES: lots.map(({ code }) => code).join(","),
    UNIFIED_DEAL_CODES: lots.map(({ dealCode }) => dealCode).join(","),
    TENDER_SELF_CODE: tender.code,
    NOTICE_NAME: content.title,
    NOTICE_CONTENT: plainText(content),
    NOTICE_SEND_TIME: compactTime(at),
    NOTICE_MEDIA: facts.platformUrl ?? origin,
    URL: `${origin}/notices/${notice.id}`,
    NOTICE_NATURE: notice.nature,
    BULLETIN_TYPE: notice.type === "tenderNotice" ? "1" : "9",
    ORIGINAL_NOTICE: notice.originalId,
    DOC_GET_START_TIME: time(facts.documentsFrom) ?? compactTime(at),
    DOC_GET_END_TIME: time(facts.documentsTo) ?? compactTime(at),
    TENDER_DOC_GET_METHOD: facts.documentsWay ?? origin,
    BID_DOC_REFER_END_TIME: time(facts.deadline) ?? compactTime(at),
    BID_OPEN_TIME: time(facts.deadline) ?? compactTime(at),
    BID_DOC_REFER_METHOD: facts.submissionWay ?? origin,
    DOC_PRICE: facts.documentFee ?? "0.00",
    SYNDICATED_FLAG: facts.consortium ?? "0",
    TENDERER_NAME: tenderee?.name ?? "",
    TENDERER_CODE: tenderee?.uscc ?? "",
    TENDERER_ADDRESS: tenderee?.address ?? "",
    TENDERER_CONTACTOR: tenderee?.contactName ?? "",
    TENDERER_PHONE: tenderee?.contactPhone ?? "",
    AGENCY_NAME: agency?.name ?? null,
    AGENCY_CODE: agency?.uscc ?? null,
    BULLETIN_DUTY: tenderee?.contactName ?? "",
    VERIFIER: "平台运营机构",
    DIGEST: notice.digest,
  };
}

/** The notice as plain text, for records that carry no layout. */
export function plainText({ title, intro, sections }: NoticeContent): string {
  const parts = sections.map(({ heading, paragraphs, rows, table }) =>
    [
      heading,
      ...rows.map(({ label, value }) => `${label}：${value}`),
      ...(table ? [table.head.join("　"), ...table.rows.map((cells) => cells.join("　"))] : []),
      ...paragraphs,
    ].join("\n"),
  );
  return [title, intro, ...parts].join("\n\n");
}
