import { z } from "zod";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { addFile, type FileRow, fileById } from "@/lib/store/files";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { PLATFORM_NAME } from "@/lib/usecases/notice/notice-pdf";
import { type Bench, benchOf } from "./bench";
import type { ReportContent } from "./report-content";

/** Names of an evaluation report and of its pages, unique in the platform. */
export const reportNumber = (lot: LotWithTender): string => `${lot.code}-PB${lot.round}`;
export const dissentNumber = (lot: LotWithTender, seat: number): string => `${reportNumber(lot)}-B${seat}`;
export const memberField = (number: number): string => `member-${number}`;

/** SHA-256 of the content as canonical JSON: what the report's foot shows and the audit entry keeps. */
export const digestOfContent = (content: ReportContent): string =>
  statementHash(canonicalBytes(JSON.parse(JSON.stringify(content).normalize("NFC")) as Json));

/** Head of a document of this evaluation, as every PDF template wants it. */
export async function documentHead(
  lot: LotWithTender,
  number: string,
  digest: string | null,
  at: Date,
  origin: string,
) {
  const { tendereeId, agencyId } = lot.tender;
  const parties = await db().party.findMany({ where: { id: { in: [tendereeId, ...(agencyId ? [agencyId] : [])] } } });
  const unit = (id: string) => {
    const { name = "", uscc = "" } = parties.find((party) => party.id === id) ?? {};
    return { name, uscc };
  };
  return {
    platform: PLATFORM_NAME,
    number,
    generatedAt: at.toISOString(),
    digest,
    verifyUrl: `${origin}/verify?number=${encodeURIComponent(number)}`,
    training: lot.tender.training,
    tender: {
      tenderName: lot.tender.name,
      tenderCode: lot.tender.code,
      lotName: lot.name,
      lotCode: lot.code,
      tenderee: unit(tendereeId),
      agency: agencyId ? unit(agencyId) : null,
    },
  };
}

export type Dissent = { readonly member: string; readonly text: string };

/**
 * Where a dissent is found: everybody signs the same text, so the report names the page that each member's dissent would
 * be, and the platform's signature at the submission names who wrote one (R-123, DECISIONS 16).
 */
const dissentLines = ({ lot, committee }: Pick<Bench, "lot" | "committee">): readonly Dissent[] =>
  committee.members.map(({ name, number }) => ({
    member: name,
    text: `持有不同意见的，见本人签名的不同意见书，编号 ${dissentNumber(lot, number)}；既不签名又不提交不同意见书的，视为同意评标结论。`,
  }));

/** The report as PDF with a place for every member's signature; a draft says so on every page. */
export async function reportPdf(
  bench: Bench,
  content: ReportContent,
  more: { readonly draft: boolean },
  deps: Deps,
): Promise<Uint8Array> {
  const { lot, committee } = bench;
  const head = await documentHead(lot, reportNumber(lot), digestOfContent(content), await platformNow(), deps.origin);
  return deps.pdf.make("evaluation-report", {
    ...head,
    draft: more.draft,
    basics: content.basics,
    committee: content.committee,
    opened: content.openingRecord,
    rejected: content.rejectedBids,
    criteria: content.method,
    prices: content.comparison.prices,
    scores: content.comparison.scores,
    ranking: content.ranking.rows,
    rankingParts: content.ranking.parts,
    candidates: content.candidates,
    matters: content.matters,
    clarifications: content.clarifications,
    draws: content.draws,
    warnings: content.warnings,
    dissents: dissentLines(bench),
    competition: content.competition,
    signers: committee.members.map((member) => ({
      field: memberField(member.number),
      role: member.id === committee.chairId ? "主任委员" : "委员",
      name: member.name,
      kind: "person",
    })),
  });
}

/** Keeps a document of the committee: no organisation's file, so that no member's employer can read it. */
export async function keepCommitteeFile(
  actor: Actor,
  lot: LotWithTender,
  name: string,
  bytes: Uint8Array,
  deps: Deps,
): Promise<FileRow> {
  const sha256 = statementHash(bytes);
  const objectKey = `files/${crypto.randomUUID()}`;
  await deps.objects.put(objectKey, bytes, { sha256 });
  return addFile({
    sha256,
    sizeBytes: BigInt(bytes.length),
    name,
    media: "application/pdf",
    objectKey,
    partyId: null,
    createdById: actor.personId,
    lotId: lot.id,
  });
}

export const readReportInput = z.strictObject({ lotId: z.uuid() });

/**
 * The report as PDF: for the members from the draft on, for the tenderee's side and the supervisor once it is submitted
 * (R-123, R-167).
 */
export async function readReport(
  actor: Actor,
  { lotId }: z.infer<typeof readReportInput>,
  deps: Deps,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const report = await db().evaluationReport.findUnique({ where: { lotId } });
  const lot = await lotById(lotId);
  const name = `${reportNumber(lot)} 评标报告.pdf`;
  if (actor.role === "evaluator") {
    const bench = await benchOf(actor, lotId);
    if (!report) throw new Refusal("FILE_MISSING", {});
    if (report.pdfFileId) return { name, bytes: await bytesOfFile(await fileById(report.pdfFileId), deps) };
    const content = report.content as unknown as ReportContent;
    return { name, bytes: await reportPdf(bench, content, { draft: true }, deps) };
  }
  authorise(actor, "report.view", await relationToLot(actor, lot));
  if (report?.state !== "submitted" || !report.pdfFileId) throw new Refusal("FILE_MISSING", {});
  return { name, bytes: await bytesOfFile(await fileById(report.pdfFileId), deps) };
}
