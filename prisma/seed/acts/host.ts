import { type CompleteTerms, SECTIONS, type Section } from "@/lib/domain/terms";
import { db } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { partyByUscc } from "@/lib/store/tenders";
import { beginAmendment } from "@/lib/usecases/document/begin-amendment";
import { saveSection } from "@/lib/usecases/document/save-section";
import { addLot, addLotInput } from "@/lib/usecases/lot/add-lot";
import { preparePublication } from "@/lib/usecases/notice/prepare-publication";
import { publishNotice } from "@/lib/usecases/notice/publish-notice";
import { reviewNotice } from "@/lib/usecases/notice/review-notice";
import { submitAmendment } from "@/lib/usecases/notice/submit-amendment";
import { submitNotice } from "@/lib/usecases/notice/submit-notice";
import { createProject, createProjectInput } from "@/lib/usecases/project/create-project";
import { prepareUseContract, signUseContract } from "@/lib/usecases/project/sign-use-contract";
import { verifyProject } from "@/lib/usecases/project/verify-project";
import { createTender, createTenderInput } from "@/lib/usecases/tender/create-tender";
import { uploadFile } from "@/lib/usecases/file/upload-file";
import { AGENCY, SUPERVISOR } from "../cast";
import type { CastParty } from "../cast";
import { paper } from "../paper";
import type { Play } from "../player";
import type { Hand } from "../world";

/** The host's side of one tender: who drafts and signs, and who reviews. */
export type Host = { readonly tenderee: Hand; readonly author: Hand; readonly reviewer: Hand };
export type TenderPlan = {
  readonly project: Record<string, unknown>;
  readonly tender: Record<string, unknown>;
  readonly lots: readonly Record<string, unknown>[];
};
export type Made = { readonly tenderId: string; readonly lotIds: readonly string[] };

export async function hostOf(tenderee: CastParty, entrusted: boolean, { troupe }: Play): Promise<Host> {
  const house = entrusted ? AGENCY : tenderee;
  return {
    tenderee: await troupe.of(tenderee),
    author: await troupe.of(house, 0),
    reviewer: await troupe.of(house, 1),
  };
}

/** The contract of use, before the first project. */
export async function useContract(hand: Hand, { stage }: Play): Promise<void> {
  const [item] = await prepareUseContract(hand.actor, {});
  await signUseContract(hand.actor, { signed: await hand.signOne(item!) }, stage.deps);
}

/** Project, operator's check, tender and lots. */
export async function setUpTender(host: Host, plan: TenderPlan, play: Play): Promise<Made> {
  const { tenderee, author } = host;
  const operator = await play.troupe.operator();
  const project = await createProject(tenderee.actor, createProjectInput.parse(plan.project));
  await verifyProject(operator.actor, { projectId: project.id, decision: "verify", reason: "" });
  const supervisor = await partyByUscc(SUPERVISOR.uscc);
  const entrusted = author.actor.partyId !== tenderee.actor.partyId;
  const agency = entrusted ? { agencyId: author.actor.partyId, mandateFileId: await mandate(tenderee, play) } : {};
  const form = { ...plan.tender, ...agency, projectId: project.id, supervisorId: supervisor!.id };
  const { id: tenderId } = await createTender(tenderee.actor, createTenderInput.parse(form));
  const lotIds: string[] = [];
  for (const lot of plan.lots) lotIds.push((await addLot(author.actor, addLotInput.parse({ ...lot, tenderId }))).id);
  return { tenderId, lotIds };
}

async function mandate(tenderee: Hand, { stage }: Play): Promise<string> {
  const bytes = await paper("招标代理委托合同", [
    `委托人：${tenderee.actor.partyName}`,
    `受托人：${AGENCY.name}`,
    "委托范围：编制招标文件、发布公告、组织开标评标、协助签订合同。",
  ]);
  const file = await uploadFile(tenderee.actor, { name: "招标代理委托合同.pdf", body: pieces(bytes) }, stage.deps);
  return file.id;
}

/** A small file as a stream. */
export async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Saves sections of a draft, in the editor's order. */
export async function draft(author: Hand, lotId: string, terms: Partial<CompleteTerms>): Promise<void> {
  let version = (await db().lot.findUniqueOrThrow({ where: { id: lotId } })).draftVersion;
  for (const section of SECTIONS as readonly Section[]) {
    if (terms[section] === undefined) continue;
    ({ version } = await saveSection(author.actor, { lotId, section, value: terms[section], version }));
  }
}

/** Submitted by one, approved by another (four eyes). */
export async function submit({ author, reviewer }: Host, { tenderId, lotIds }: Made, { stage }: Play): Promise<string> {
  const { noticeId } = await submitNotice(author.actor, { tenderId, lotIds: [...lotIds] }, stage.deps);
  await approve(reviewer, noticeId);
  return noticeId;
}

export async function approve(reviewer: Hand, noticeId: string): Promise<void> {
  const { digest } = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
  await reviewNotice(reviewer.actor, { noticeId, decision: "approve", digest: digest!, comment: "" });
}

/** Signed with the certificate and in force. */
export async function publish({ author }: Host, noticeId: string, { stage }: Play): Promise<void> {
  const signed = await author.sign(await preparePublication(author.actor, { noticeId }, stage.deps));
  await publishNotice(author.actor, { noticeId, signed }, stage.deps);
}

/** Everything up to a published notice, in one go. */
export async function publishTender(
  host: Host,
  plan: TenderPlan,
  terms: readonly CompleteTerms[],
  play: Play,
): Promise<Made> {
  const made = await setUpTender(host, plan, play);
  for (const [at, lotId] of made.lotIds.entries()) await draft(host.author, lotId, terms[at]!);
  await publish(host, await submit(host, made, play), play);
  return made;
}

/** A change of the documents, with the questions it answers. */
export async function amend(
  host: Host,
  lotId: string,
  change: {
    readonly terms: (now: CompleteTerms) => Partial<CompleteTerms>;
    readonly summary: string;
    readonly affects: boolean;
  },
  play: Play,
): Promise<void> {
  const { noticeId } = await beginAmendment(host.author.actor, { lotId });
  const now = (await currentSet(lotId))!.terms as unknown as CompleteTerms;
  await draft(host.author, lotId, change.terms(now));
  const { summary, affects } = change;
  await submitAmendment(host.author.actor, { noticeId, summary, affects, questionIds: [] }, play.stage.deps);
  await approve(host.reviewer, noticeId);
  await publish(host, noticeId, play);
}
