import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { finalRanks } from "@/lib/domain/scoring-ties";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { type Db, db, type Tx } from "@/lib/store/db";
import { fileById, setAudience } from "@/lib/store/files";
import { logEvent } from "@/lib/store/log-events";
import { notify } from "@/lib/store/messages";
import { report as reportToHub } from "@/lib/store/outbox";
import { keepStatement } from "@/lib/store/statements";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Deps } from "@/lib/usecases/deps";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { failLot } from "@/lib/usecases/opening/fail-lot";
import { signPdfAsPlatform } from "@/lib/usecases/signing/pdf";
import { atBench, type Bench, benchOf, formOf, mustBeIn, mustLead } from "./bench";
import { resultOf } from "./compute-result";
import { dissentNumber, keepCommitteeFile, reportNumber } from "./report-pdf";
import { scoreSheets } from "./score-sheets";
import type { ReportContent, ReportTexts } from "./report-content";
import { advance } from "./review-steps";
import { reportIn } from "./sign-report";

export const submitReportInput = z.strictObject({ lotId: z.uuid() });

/**
 * Hands the report to the tenderee, with a copy to the supervisor: every member has signed, dissented or is
 * recorded as refusing. The candidates are written, the committee's work is over; where all bids are rejected the lot fails
 * (R-120).
 */
export async function submitReport(
  actor: Actor,
  { lotId }: z.infer<typeof submitReportInput>,
  deps: Deps,
): Promise<{ readonly fileId: string; readonly candidates: number }> {
  const bench = await benchOf(actor, lotId);
  mustLead(bench);
  const signing = await reportIn(bench, "signing", "submit");
  const at = await platformNow();
  const { lot } = bench;
  const signedByMembers = await bytesOfFile(await fileById(signing.pdfFileId!), deps);
  const dissents = await dissentsOf(bench);
  const pdf = await signPdfAsPlatform(
    signedByMembers,
    { name: "platform", reason: reasonOf(bench, dissents), at },
    deps,
  );
  const file = await keepCommitteeFile(actor, lot, `${reportNumber(lot)} 评标报告.pdf`, pdf, deps);
  const content = signing.content as unknown as ReportContent;
  const texts = signing.texts as unknown as ReportTexts;
  const sheets = await scoreSheets(bench, file.sha256, texts.candidates);
  const sheetsCms = sheets && (await deps.platform.signStatement(sheets));
  const statement = canonicalBytes({
    content: JSON.parse(JSON.stringify(content).normalize("NFC")) as Json,
    fmt: "SBC/1",
    number: reportNumber(lot),
    pdf: file.sha256,
    sheets: sheets && statementHash(sheets),
    tender: { id: lot.tender.code, lot: lot.code },
    type: "evaluation-report",
  });
  const cms = await deps.platform.signStatement(statement);
  return atBench(
    actor,
    lotId,
    async (tx, now) => {
      mustLead(now);
      mustBeIn(now, ["reporting", "rechecking"], "submit");
      // One that came while the platform signed is not named in the file.
      if ((await dissentsOf(now, tx)).join() !== dissents.join()) throw new Refusal("STALE", {}, ["R-123"]);
      const { count } = await tx.evaluationReport.updateMany({
        where: { lotId, state: "signing", pdfFileId: signing.pdfFileId },
        data: { state: "submitted", pdfFileId: file.id, submittedAt: at },
      });
      if (count === 0) throw new Refusal("STALE", {}, ["R-123"]);
      const event = now.committee.state === "rechecking" ? "resubmit" : "submit";
      await advance(tx, now, event, { candidates: texts.candidates });
      // Not the same question: a committee formed anew during a recheck submits as if for the first time.
      const again = (await tx.statement.count({ where: { lotId, type: "evaluation-report" } })) > 0;
      const submittedAt = await platformNow(tx);
      await tx.committee.update({ where: { id: now.committee.id }, data: { submittedAt } });
      await tx.lot.update({ where: { id: lotId }, data: { reportSubmittedAt: submittedAt } });
      const candidates = await writeCandidates(tx, now, texts.candidates);
      await openFiles(tx, now, file.id);
      const sha256 = statementHash(statement);
      const kept = { lotId, type: "evaluation-report", bytes: statement, sha256, cms, subject: file.id };
      await keepStatement(tx, { ...kept, timestamp: true });
      const tender = { id: lot.tender.code, lot: lot.code };
      await logEvent(tx, { lotId, tender, kind: "evaluation-report", hash: sha256 });
      if (sheets && sheetsCms) await keepSheets(tx, lot, sheets, sheetsCms);
      await tellSubmitted(tx, now, candidates);
      await reportToHub(tx, {
        kind: 509,
        op: again ? "update" : "create",
        key: lot.code,
        lotId,
        occurredAt: submittedAt,
        payload: {
          BID_SECTION_CODES: [lot.code],
          NOTICE_NAME: `${lot.tender.name} ${lot.name} 评标报告`,
          EVALUATION_CONTENT: `有效投标 ${content.conformingBids.length} 份，否决 ${content.rejectedBids.length} 份，推荐中标候选人 ${candidates} 名。报告 SHA-256：${file.sha256}`,
          SUBMIT_TIME: submittedAt.toISOString(),
          END_TIME: submittedAt.toISOString(),
          EVALUATION_RESULT: candidates > 0 ? "1" : "0",
          URL: `${deps.origin}/tenders/${lot.tender.code}`,
        },
      });
      await record(tx, actor, {
        action: "report.submit",
        objectKind: "lot",
        objectId: lotId,
        lotId,
        afterHash: sha256,
        facts: { candidates, pdf: file.sha256 },
      });
      if (candidates === 0)
        await failLot(tx, actor, now.lot, { reason: "all-bids-rejected", rule: "R-120", at: submittedAt });
      return { fileId: file.id, candidates };
    },
    "update",
  );
}

/** Seats whose members filed a dissent, in order. */
async function dissentsOf({ lot, committee }: Bench, on: Db = db()): Promise<readonly number[]> {
  const rows = await on.reportSignature.findMany({ where: { lotId: lot.id, kind: "dissented" } });
  const seats = committee.members.filter(({ id }) => rows.some(({ memberId }) => memberId === id));
  return seats.map(({ number }) => number).sort((a, b) => a - b);
}

/** What the platform's signature attests, with the dissents by name and number. */
function reasonOf({ lot, committee }: Bench, seats: readonly number[]): string {
  if (seats.length === 0) return "平台存证；委员会成员无不同意见";
  const names = seats.map((seat) => {
    const { name = "" } = committee.members.find(({ number }) => number === seat) ?? {};
    return `${name}（${dissentNumber(lot, seat)}）`;
  });
  return `平台存证；持不同意见的成员：${names.join("、")}`;
}

/** The sheets are logged beside the report, so that nobody can change a mark once the report is with the tenderee. */
async function keepSheets(tx: Tx, { id: lotId, code, tender }: Bench["lot"], bytes: Uint8Array, cms: Uint8Array) {
  const sha256 = statementHash(bytes);
  await keepStatement(tx, { lotId, type: "score-sheets", bytes, sha256, cms, timestamp: true });
  await logEvent(tx, { lotId, tender: { id: tender.code, lot: code }, kind: "score-sheets", hash: sha256 });
}

/** Candidates with the facts their publicity must state: from the bid's own form and the committee's result. */
async function writeCandidates(tx: Tx, bench: Bench, wanted: number): Promise<number> {
  const { lot, bids, terms } = bench;
  const result = await resultOf(lot.id, tx);
  const ranked = result ? finalRanks(result.lines, result.ties).slice(0, Math.min(3, wanted)) : [];
  await tx.candidate.deleteMany({ where: { lotId: lot.id } });
  for (const [at, line] of ranked.entries()) {
    const bid = bids.find(({ digest }) => digest === line.id)!;
    const form = formOf(bid);
    const certificate = terms.form.fields.find(({ key }) => /certificate/i.test(key))?.key;
    const requirements = terms.qualification.requirements.length;
    await tx.candidate.create({
      data: {
        lotId: lot.id,
        rank: at + 1,
        digest: line.id,
        partyId: bid.partyId,
        facts: {
          price: line.price,
          quality: form.quality ?? terms.technical.quality,
          duration: form.duration_days ? `${form.duration_days} 日历天` : "按招标文件",
          evaluation:
            terms.method.kind === "comprehensiveScoring"
              ? `综合得分 ${line.total}，排名第 ${at + 1}`
              : `评标价 ${line.price} 元，排名第 ${at + 1}`,
          manager: form.manager ?? "—",
          managerCertificate: (certificate && form[certificate]) || "—",
          qualification: `资格审查 ${requirements} 项全部合格`,
          total: line.total,
        },
      },
    });
  }
  return ranked.length;
}

/** Report and dissents for the tenderee's side and the supervisor; nobody else can tell that they exist. */
async function openFiles(tx: Tx, { lot }: Bench, reportFileId: string): Promise<void> {
  const dissents = await tx.reportSignature.findMany({ where: { lotId: lot.id, fileId: { not: null } } });
  await setAudience(tx, [reportFileId, ...dissents.flatMap(({ fileId }) => fileId ?? [])], "host", lot.id);
}

async function tellSubmitted(tx: Tx, { lot }: Bench, candidates: number): Promise<void> {
  const { tendereeId, agencyId, supervisorId } = lot.tender;
  const facts = { lot: lot.name, tender: lot.tender.name, candidates };
  for (const partyId of [tendereeId, ...(agencyId ? [agencyId] : [])])
    await notify(tx, {
      to: { partyId },
      kind: "evaluation.reportSubmitted",
      facts,
      lotId: lot.id,
      link: `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`,
      legal: true,
    });
  // The law wants a copy with the supervisor: the message leads to the file itself.
  await notify(tx, {
    to: { partyId: supervisorId },
    kind: "evaluation.reportCopy",
    facts,
    lotId: lot.id,
    link: `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`,
    legal: true,
  });
}
