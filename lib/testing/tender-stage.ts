import { type CompleteTerms, SECTIONS } from "@/lib/domain/terms";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { saveSection } from "@/lib/usecases/document/save-section";
import { addLot, addLotInput } from "@/lib/usecases/lot/add-lot";
import { preparePublication } from "@/lib/usecases/notice/prepare-publication";
import { publishNotice } from "@/lib/usecases/notice/publish-notice";
import { reviewNotice } from "@/lib/usecases/notice/review-notice";
import { submitNotice } from "@/lib/usecases/notice/submit-notice";
import { createProject, createProjectInput } from "@/lib/usecases/project/create-project";
import { prepareUseContract, signUseContract } from "@/lib/usecases/project/sign-use-contract";
import { verifyProject } from "@/lib/usecases/project/verify-project";
import { createTender, createTenderInput } from "@/lib/usecases/tender/create-tender";
import { sampleTerms } from "./tender-terms";
import type { Hand, TenderWorld } from "./tender-world";

/** The people of a tender's host side. */
export type Host = {
  readonly author: Hand;
  readonly reviewer: Hand;
  readonly operator: Hand;
  readonly supervisorId: string;
};
export type OpenLot = { readonly tenderId: string; readonly lotId: string; readonly noticeId: string };

/** Two people of a tenderee, an operator and a supervisor; the contract of use is signed. */
export async function hostSide(world: TenderWorld, name = "贵阳市公共交通建设中心"): Promise<Host> {
  const party = await world.party("tenderee", name);
  const author = await world.hand(party, "tenderee", "陆远航");
  const reviewer = await world.hand(party, "tenderee", "杨涛");
  const operator = await world.hand(await world.party("operator", "信标运营"), "operator", "值班员");
  const supervisorId = (await world.party("supervisor", "贵阳市住房和城乡建设局")).id;
  const [signed] = await author.sign(await prepareUseContract(author.actor, {}));
  await signUseContract(author.actor, { signed: signed! }, world.deps);
  return { author, reviewer, operator, supervisorId };
}

export type LotOptions = {
  readonly terms?: (terms: CompleteTerms) => CompleteTerms;
  readonly tender?: Record<string, unknown>;
  readonly reasons?: Record<string, string>;
  /** Length of a legal day in a training tender, ms. */
  readonly dayMs?: number;
};

/** A tender with one published lot, made through the use cases by its people. */
export async function openLot(world: TenderWorld, host: Host, options: LotOptions = {}): Promise<OpenLot> {
  const { author, reviewer } = host;
  const lot = await draftLot(host, options);
  if (options.reasons) await db().lot.update({ where: { id: lot.lotId }, data: { reasons: options.reasons } });
  const { noticeId } = await submitNotice(author.actor, { tenderId: lot.tenderId, lotIds: [lot.lotId] }, world.deps);
  await approve(reviewer, noticeId);
  await publish(world, author, noticeId);
  return { ...lot, noticeId };
}

export async function draftLot({ author, operator, supervisorId }: Host, options: LotOptions = {}) {
  const project = await createProject(author.actor, createProjectInput.parse(PROJECT));
  await verifyProject(operator.actor, { projectId: project.id, decision: "verify", reason: "" });
  const form = { ...TENDER, projectId: project.id, supervisorId, ...options.tender };
  const tender = await createTender(author.actor, createTenderInput.parse(form));
  const lot = await addLot(author.actor, addLotInput.parse({ ...LOT, tenderId: tender.id }));
  const days = { deadline: 40, dayMs: options.dayMs ?? 86_400_000 };
  const sample = sampleTerms(await platformNow(), days);
  const terms = options.terms ? options.terms(sample) : sample;
  let version = 0;
  for (const section of SECTIONS) {
    if (terms[section] === undefined) continue;
    ({ version } = await saveSection(author.actor, { lotId: lot.id, section, value: terms[section], version }));
  }
  return { tenderId: tender.id, lotId: lot.id };
}

/** A second person approves what it read. */
export async function approve(reviewer: Hand, noticeId: string): Promise<void> {
  const { digest } = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
  await reviewNotice(reviewer.actor, { noticeId, decision: "approve", digest: digest!, comment: "" });
}

export async function publish(world: TenderWorld, author: Hand, noticeId: string): Promise<Date> {
  const signed = await author.sign(await preparePublication(author.actor, { noticeId }, world.deps));
  return (await publishNotice(author.actor, { noticeId, signed }, world.deps)).publishedAt;
}

const PROJECT = {
  name: "贵阳市东站路道路工程",
  regionCode: "520100",
  industryCode: "E48",
  address: "贵阳市双龙航空港经济区",
  ownerName: "贵阳市公共交通建设中心",
  fundSource: "市级财政资金 60%，自筹 40%",
  scale: "全长 3.62 km",
  approvalName: "关于东站路工程可行性研究报告的批复",
  approvalNo: "筑发改投资〔2026〕88 号",
  approvalAuthority: "贵阳市发展和改革委员会",
  contactName: "陆远航",
  contactPhone: "0851-05550212",
};
const TENDER = {
  name: "贵阳市东站路道路工程施工",
  type: "A02",
  category: "construction",
  content: "道路、排水、桥涵工程",
  soeFunds: "true",
  investment: "20000000",
  budget: "12,000,000.00",
};
const LOT = { name: "A01 主体工程", content: "主体工程", estimate: "18,500,000.00", durationDays: 360 };
