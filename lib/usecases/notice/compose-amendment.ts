import type { NoticeContent, NoticeSection } from "@/lib/domain/notice-content";
import { noticeTime } from "@/lib/kernel/format";
import type { LotRow, TenderWithLots } from "@/lib/store/tenders";
import type { Parties } from "./compose-tender-notice";

/** What an amendment's notice says. */
export type AmendmentFacts = {
  readonly number: string;
  readonly version: number;
  readonly summary: string;
  readonly affects: boolean;
  readonly sections: readonly string[];
  readonly files: readonly string[];
  readonly oldDeadline: Date;
  readonly newDeadline: Date;
  readonly platformUrl: string;
  readonly original: { readonly id: string; readonly title: string };
  readonly contact: { readonly name: string; readonly phone: string };
};

/** The shell an amendment lies in while it is drafted: nothing of it is public. */
export const emptyAmendment = (tender: TenderWithLots, lot: LotRow): NoticeContent => ({
  type: "amendmentNotice",
  number: "",
  title: `${tender.name}${lot.name}变更公告`,
  originalId: null,
  tender: { code: tender.code, name: tender.name },
  lots: [{ code: lot.code, name: lot.name }],
  intro: "",
  sections: [],
  facts: {},
  training: tender.training,
});

/** The amendment notice, from what really changed. */
export function composeAmendment(
  tender: TenderWithLots,
  lot: LotRow,
  parties: Parties,
  facts: AmendmentFacts,
): NoticeContent {
  const { tenderee, agency } = parties;
  const moved = facts.newDeadline.getTime() !== facts.oldDeadline.getTime();
  return {
    ...emptyAmendment(tender, lot),
    number: facts.number,
    title: `${tender.name}${lot.name}变更公告（招标文件第 ${facts.version} 版）`,
    originalId: facts.original.id,
    intro: `${facts.original.title}已发布。现对${lot.name}（标段编号 ${lot.code}）的招标文件作如下澄清、修改。本公告是招标文件的组成部分。`,
    sections: [changeSection(facts), deadlineSection(facts, moved), contactSection(parties, facts)],
    facts: {
      projectName: tender.project.name,
      tendereeName: tenderee.name,
      tendereeAddress: tenderee.address,
      tendereeContact: `${tenderee.contactName} ${tenderee.contactPhone}`,
      agencyName: agency?.name ?? "",
      agencyAddress: agency?.address ?? "",
      agencyContact: agency ? `${agency.contactName} ${agency.contactPhone}` : "",
      platformUrl: facts.platformUrl,
      deadline: facts.newDeadline.toISOString(),
      affects: facts.affects ? "1" : "0",
      version: String(facts.version),
    },
  };
}

function changeSection(facts: AmendmentFacts): NoticeSection {
  const rows = [
    { label: "版本", value: `第 ${facts.version} 版` },
    { label: "是否可能影响投标文件编制", value: facts.affects ? "是" : "否" },
    { label: "涉及部分", value: facts.sections.join("、") || "—" },
    ...(facts.files.length > 0 ? [{ label: "涉及文件", value: facts.files.join("、") }] : []),
  ];
  const paragraphs = facts.summary.split("\n").filter((line) => line.trim());
  return { heading: "一、变更内容", rows, paragraphs };
}

function deadlineSection({ oldDeadline, newDeadline, affects }: AmendmentFacts, moved: boolean): NoticeSection {
  const rows = [
    { label: "原投标截止时间（开标时间）", value: noticeTime(oldDeadline) },
    { label: "现投标截止时间（开标时间）", value: noticeTime(newDeadline) },
  ];
  const why = affects ? "修改发出至投标截止不少于十五日" : "";
  return {
    heading: "二、投标截止时间",
    rows: moved ? rows : [],
    paragraphs: moved
      ? why
        ? [`${why}，投标截止时间相应顺延。`]
        : []
      : [`投标截止时间不变，仍为${noticeTime(oldDeadline)}。`],
  };
}

function contactSection({ tenderee, agency }: Parties, { contact, platformUrl }: AmendmentFacts): NoticeSection {
  return {
    heading: "三、获取与联系",
    rows: [
      { label: "获取", value: `登录本平台（${platformUrl}）下载；已获取招标文件的主体另行收到通知` },
      { label: "招标人", value: `${tenderee.name}　${tenderee.contactName}　${tenderee.contactPhone}` },
      ...(agency
        ? [{ label: "招标代理机构", value: `${agency.name}　${agency.contactName}　${agency.contactPhone}` }]
        : []),
      { label: "异议受理", value: `${contact.name}　${contact.phone}` },
    ],
    paragraphs: [],
  };
}
