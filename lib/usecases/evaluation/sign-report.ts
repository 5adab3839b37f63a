import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { missingReportItems } from "@/lib/domain/evaluation";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { rechecksOf } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { preparationOf, savePreparation } from "@/lib/store/preparations";
import type { Deps } from "@/lib/usecases/deps";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { signedInput } from "@/lib/usecases/signing/accept-signature";
import type { Prepared } from "@/lib/usecases/signing/act";
import { acceptPdf, preparePdf } from "@/lib/usecases/signing/pdf";
import { atBench, type Bench, benchOf, mustBeIn, mustLead } from "./bench";
import { digestOfContent, keepCommitteeFile, memberField, reportNumber, reportPdf } from "./report-pdf";
import { reportContent, type ReportContent, type ReportTexts } from "./report-content";

const inReport = { lotId: z.uuid() };
const STATES = ["reporting", "rechecking"] as const;

/** The report in this state. @throws {Refusal} STATE_FORBIDS */
export async function reportIn(bench: Bench, state: "drafted" | "signing", event: string) {
  mustBeIn(bench, STATES, event);
  const report = await db().evaluationReport.findUnique({ where: { lotId: bench.lot.id } });
  if (report?.state !== state) throw new Refusal("STATE_FORBIDS", { state: report?.state ?? "none", event }, ["R-123"]);
  return report;
}

export const openSigningInput = z.strictObject(inReport);

/**
 * Closes the draft: the content is made once more from the data, must hold all ten items, and becomes the PDF that every
 * member signs, each at its own place. From here on the text is fixed.
 */
export async function openSigning(
  actor: Actor,
  { lotId }: z.infer<typeof openSigningInput>,
  deps: Deps,
): Promise<{ readonly digest: string }> {
  const bench = await benchOf(actor, lotId);
  mustLead(bench);
  const draft = await reportIn(bench, "drafted", "sign");
  const begun = await platformNow();
  const content = await reportContent(bench, draft.texts as unknown as ReportTexts);
  if (missingReportItems(content).length > 0) throw new Refusal("NOT_READY", { missing: "reportItems" }, ["R-124"]);
  const pdf = await reportPdf(bench, content, { draft: false }, deps);
  const file = await keepCommitteeFile(actor, bench.lot, `${reportNumber(bench.lot)}.pdf`, pdf, deps);
  const digest = digestOfContent(content);
  return atBench(actor, lotId, async (tx, now) => {
    mustLead(now);
    mustBeIn(now, STATES, "sign");
    const rechecks = await rechecksOf(lotId, tx);
    if (rechecks.some(({ answeredAt }) => answeredAt === null))
      throw new Refusal("NOT_READY", { missing: "rechecks" }, ["R-126"]);
    // A mark corrected while the PDF was made is not in it: nobody would sign what the committee now stands for.
    if (rechecks.some((one) => one.answeredAt && one.answeredAt >= begun)) throw new Refusal("STALE", {}, ["R-126"]);
    const { count } = await tx.evaluationReport.updateMany({
      where: { lotId, state: "drafted", digest: draft.digest },
      data: { state: "signing", content: content as unknown as object, digest, pdfFileId: file.id },
    });
    // Edited or closed by another tab of the chair meanwhile: what was made is not what would be signed.
    if (count === 0) throw new Refusal("STALE", {}, ["R-123"]);
    await record(tx, actor, {
      action: "report.openSigning",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      beforeHash: draft.digest,
      afterHash: digest,
    });
    return { digest };
  });
}

type Preparation = { readonly fileId: string; readonly at: string };
const keyOf = (bench: Bench) => `report:${bench.lot.id}:${bench.own.id}`;

/** The PDF with this member's place prepared; the same bytes each time for the same file and instant. */
async function preparedReport(bench: Bench, fileId: string, at: Date, deps: Deps) {
  const { lot, own } = bench;
  const title = `${lot.tender.name} ${lot.name} 评标报告`;
  const base = await bytesOfFile(await fileById(fileId), deps);
  const field = { name: memberField(own.number), reason: "评标委员会成员签字", at, signer: own.name };
  return preparePdf(base, field, title, { id: lot.tender.code, lot: lot.code }, deps);
}

async function mustNotHaveAnswered({ lot, own }: Bench, on: Pick<ReturnType<typeof db>, "reportSignature"> = db()) {
  const key = { lotId: lot.id, memberId: own.id };
  const given = await on.reportSignature.findUnique({ where: { lotId_memberId: key } });
  if (given) throw new Refusal("STATE_FORBIDS", { state: given.kind, event: "sign" }, ["R-123"]);
}

export const prepareReportInput = z.strictObject(inReport);

/** What the member signs: the report as it stands, with the signatures before its own. */
export async function prepareReport(
  actor: Actor,
  { lotId }: z.infer<typeof prepareReportInput>,
  deps: Deps,
): Promise<Prepared> {
  const bench = await benchOf(actor, lotId);
  const report = await reportIn(bench, "signing", "sign");
  await mustNotHaveAnswered(bench);
  const at = await platformNow();
  const { item } = await preparedReport(bench, report.pdfFileId!, at, deps);
  const preparation: Preparation = { fileId: report.pdfFileId!, at: at.toISOString() };
  await savePreparation(keyOf(bench), preparation);
  return { ...item, lines: [{ label: "编号", value: reportNumber(bench.lot) }, ...item.lines] };
}

export const signReportInput = prepareReportInput.extend({ signed: signedInput });

/**
 * The member's signature on the report (PAdES). One signs after the other: who prepared on a report that another member
 * signed meanwhile is asked to sign again, on the report with that signature.
 */
export async function signReport(
  actor: Actor,
  { lotId, signed }: z.infer<typeof signReportInput>,
  deps: Deps,
): Promise<{ readonly pending: number }> {
  const bench = await benchOf(actor, lotId);
  await reportIn(bench, "signing", "sign");
  await mustNotHaveAnswered(bench);
  const preparation = await preparationOf<Preparation>(keyOf(bench));
  if (!preparation) throw new Refusal("STALE", {});
  const ready = await preparedReport(bench, preparation.fileId, new Date(preparation.at), deps);
  const { pdf, sha256 } = await acceptPdf(actor, ready.pdf, ready.byteRangeDigest, signed, deps);
  const file = await keepCommitteeFile(actor, bench.lot, `${reportNumber(bench.lot)}.pdf`, pdf, deps);
  return atBench(actor, lotId, async (tx, now) => {
    mustBeIn(now, STATES, "sign");
    await mustNotHaveAnswered(now, tx);
    const { count } = await tx.evaluationReport.updateMany({
      where: { lotId, state: "signing", pdfFileId: preparation.fileId },
      data: { pdfFileId: file.id },
    });
    if (count === 0) throw new Refusal("SIGNED_MEANWHILE", {}, ["R-123"]);
    const at = await platformNow(tx);
    await tx.reportSignature.create({ data: { lotId, memberId: now.own.id, kind: "signed", at } });
    await record(tx, actor, {
      action: "report.sign",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      afterHash: sha256,
      facts: { member: now.own.number },
    });
    const given = await tx.reportSignature.count({ where: { lotId } });
    return { pending: now.committee.members.length - given };
  });
}

export type { ReportContent };
