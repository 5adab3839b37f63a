import { BOND_FORM_NAMES } from "@/lib/domain/bond";
import type { NoticeContent, NoticeRow, NoticeSection } from "@/lib/domain/notice-content";
import type { CompleteTerms } from "@/lib/domain/terms";
import type { LotRow as Lot, PartyCard, TenderWithLots } from "@/lib/store/tenders";
import { noticeTime } from "@/lib/kernel/format";
import { fen, groupedYuan } from "@/lib/kernel/money";

export type LotWithTerms = { readonly lot: Lot; readonly terms: CompleteTerms };
export type Parties = {
  readonly tenderee: PartyCard;
  readonly agency: PartyCard | null;
  readonly supervisor: PartyCard;
};
export type NoticeFrame = {
  readonly number: string;
  readonly platformUrl: string;
  readonly media: readonly string[];
};

const CATEGORY: Readonly<Record<string, string>> = { construction: "工程施工", goods: "货物", services: "服务" };

/**
 * The tender notice of some lots, from data and from nothing else (R-37, R-39): nobody types the text of a notice.
 *
 * @param lots the lots it announces, by code
 */
export function composeTenderNotice(
  tender: TenderWithLots,
  parties: Parties,
  lots: readonly LotWithTerms[],
  frame: NoticeFrame,
): NoticeContent {
  const first = lots[0]!.terms;
  return {
    type: "tenderNotice",
    number: frame.number,
    title: `${tender.name}招标公告`,
    originalId: null,
    tender: { code: tender.code, name: tender.name },
    lots: lots.map(({ lot }) => ({ code: lot.code, name: lot.name })),
    intro: introduction(tender, parties),
    sections: [
      overview(tender, lots),
      ...lots.map(({ lot, terms }, index) => lotSection(lot, terms, lots.length > 1 ? `（${index + 1}）` : "")),
      documentsSection(lots, frame),
      submissionSection(lots, frame),
      mediaSection(frame),
      objectionSection(first, parties),
      contactSection(parties, frame),
    ],
    facts: factsOf(tender, parties, lots, frame),
    training: tender.training,
  };
}

function introduction(tender: TenderWithLots, { tenderee, agency }: Parties): string {
  const { project } = tender;
  const basis = project.approvalNo
    ? `已由${project.approvalAuthority ?? ""}以《${project.approvalName}》（${project.approvalNo}）批准`
    : `按规定无须审批（${project.exemption ?? ""}）`;
  const by = agency ? `，委托${agency.name}组织招标` : "，自行组织招标";
  return `本招标项目${tender.name}${basis}，项目业主为${project.ownerName}，资金来自${project.fundSource}，资金已落实。招标人为${tenderee.name}${by}。项目已具备招标条件，现对该项目进行公开招标，采用资格后审。`;
}

const row = (label: string, value: string): NoticeRow => ({ label, value });
const section = (heading: string, rows: readonly NoticeRow[], paragraphs: readonly string[] = []): NoticeSection => ({
  heading,
  paragraphs,
  rows,
});

const overview = (tender: TenderWithLots, lots: readonly LotWithTerms[]): NoticeSection =>
  section("一、项目概况与招标范围", [
    row("项目名称", tender.project.name),
    row("项目编号", tender.project.code),
    row("招标项目编号", tender.code),
    row("类别", CATEGORY[tender.category] ?? tender.category),
    row("建设地点", tender.project.address),
    row("建设规模", tender.project.scale),
    row("资金来源", tender.project.fundSource),
    row("招标内容与范围", tender.content),
    row("标段划分", `${lots.length} 个标段`),
    row("是否依法必须招标", tender.statutory ? "是" : "否"),
  ]);

function lotSection(lot: Lot, terms: CompleteTerms, mark: string): NoticeSection {
  const { price, bond, qualification, schedule, method } = terms;
  return section(`二、标段${mark} ${lot.name}`, [
    row("标段编号", lot.code),
    row("内容", lot.content),
    row("合同估算价", `${groupedYuan(lot.estimateFen)}元`),
    row("最高投标限价", price.ceiling ? `${groupedYuan(fen(price.ceiling))}元` : price.ceilingMethod || "不设"),
    row("工期（交货期、服务期）", `${lot.durationDays ?? "—"} 日历天`),
    row("质量要求", terms.technical.quality),
    row("投标人资格要求", qualificationText(terms)),
    row("联合体", qualification.consortium ? `接受，成员不超过 ${qualification.consortiumMax} 家` : "不接受"),
    row("评标办法", method.kind === "comprehensiveScoring" ? "综合评估法" : "经评审的最低投标价法"),
    row(
      "投标保证金",
      bond.required
        ? `${groupedYuan(fen(bond.amount))}元，形式：${bond.forms.map((one) => BOND_FORM_NAMES[one].zh).join("、")}`
        : "不要求",
    ),
    row("补救期内重新提交明文", terms.opening.resubmit ? "允许，开启时与递交时的承诺值比对" : "不允许"),
    row("投标有效期", `自投标截止之日起 ${schedule.validityDays} 日`),
    row("投标截止时间（开标时间）", noticeTime(new Date(schedule.deadline))),
  ]);
}

const qualificationText = ({ qualification }: CompleteTerms): string =>
  qualification.requirements.map(({ text }, index) => `${index + 1}．${text}`).join("；");

function documentsSection(lots: readonly LotWithTerms[], { platformUrl }: NoticeFrame): NoticeSection {
  const { schedule, price } = lots[0]!.terms;
  return section(
    "三、招标文件的获取",
    [
      row(
        "获取时间",
        `自公告发布、不早于${noticeTime(new Date(schedule.documentsFrom))}起，至${noticeTime(new Date(schedule.documentsTo))}前`,
      ),
      row("获取方式", `在本平台（${platformUrl}）登录后直接下载，无须报名，无须审核`),
      row("文件价格", price.documentFee === "0.00" ? "免费" : `工本费 ${groupedYuan(fen(price.documentFee))}元`),
      row("提出疑问", `${noticeTime(new Date(schedule.questionsUntil))}前，在本平台提出`),
    ],
    ["任何已登记的市场主体均可获取。招标文件的澄清、修改一并在本平台发布并通知所有已获取招标文件的主体。"],
  );
}

function submissionSection(lots: readonly LotWithTerms[], { platformUrl }: NoticeFrame): NoticeSection {
  const table = lots.map(({ lot, terms }) =>
    row(`${lot.name} 投标截止`, noticeTime(new Date(terms.schedule.deadline))),
  );
  return section(
    "四、投标文件的递交与开标",
    [
      ...table,
      row("递交方式", `在本平台（${platformUrl}）加密、封签后上传递交；可使用任何符合公开格式的投标工具`),
      row("开标方式", "投标截止的同时在本平台开标大厅在线开标，任何人可以观看"),
    ],
    ["投标文件须在截止时刻之前完整到达；恰在截止时刻或之后到达的，平台拒收。"],
  );
}

const mediaSection = ({ media, platformUrl }: NoticeFrame): NoticeSection =>
  section(
    "五、发布公告的媒介",
    [],
    [`本公告在本平台（${platformUrl}）${media.length ? `和${media.join("、")}` : ""}同时发布，各媒介内容一致。`],
  );

const objectionSection = ({ contact }: CompleteTerms, { supervisor }: Parties): NoticeSection =>
  section("六、异议与监督", [
    row("异议受理人", contact.name),
    row("电话", contact.phone),
    row("电子邮箱", contact.email || "—"),
    row("地址", contact.address),
    row("行政监督部门", supervisor.name),
  ]);

function contactSection({ tenderee, agency }: Parties, { platformUrl }: NoticeFrame): NoticeSection {
  const of = (name: string, card: PartyCard) => [
    row(name, card.name),
    row("地址", card.address),
    row("联系人", `${card.contactName}　${card.contactPhone}`),
  ];
  return section("七、联系方式", [
    ...of("招标人", tenderee),
    ...(agency ? of("招标代理机构", agency) : []),
    row("电子招标投标交易平台", platformUrl),
  ]);
}

function factsOf(
  tender: TenderWithLots,
  { tenderee, agency }: Parties,
  lots: readonly LotWithTerms[],
  { platformUrl }: NoticeFrame,
): Record<string, string> {
  const { schedule, contact, qualification, price } = lots[0]!.terms;
  return {
    projectName: tender.project.name,
    content: tender.content,
    scale: tender.project.scale,
    fundSource: tender.project.fundSource,
    qualification: lots.map(({ terms }) => qualificationText(terms)).join("\n"),
    consortium: qualification.consortium ? "1" : "0",
    documentsWay: `${platformUrl} 登录后下载`,
    documentsFrom: schedule.documentsFrom,
    documentsTo: schedule.documentsTo,
    documentFee: price.documentFee,
    deadline: schedule.deadline,
    submissionWay: `${platformUrl} 加密递交`,
    tendereeName: tenderee.name,
    tendereeCode: tenderee.uscc,
    tendereeAddress: tenderee.address,
    tendereeContact: `${tenderee.contactName} ${tenderee.contactPhone}`.trim(),
    agencyName: agency?.name ?? "",
    agencyCode: agency?.uscc ?? "",
    agencyAddress: agency?.address ?? "",
    agencyContact: agency ? `${agency.contactName} ${agency.contactPhone}`.trim() : "",
    platformUrl,
    objectionName: contact.name,
    objectionPhone: contact.phone,
  };
}
