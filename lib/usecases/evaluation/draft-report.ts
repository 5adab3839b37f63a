import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { resultOf } from "./compute-result";
import { advance } from "./review-steps";
import { atBench, mustBeIn, mustLead } from "./bench";
import { digestOfContent } from "./report-pdf";
import { NO_TEXTS, reportContent, type ReportTexts } from "./report-content";

export type ReportState = "drafted" | "signing" | "submitted";

/** The report of a lot as it stands, or null. */
export const reportOf = (lotId: string) => db().evaluationReport.findUnique({ where: { lotId } });

export const draftReportInput = z.strictObject({
  lotId: z.uuid(),
  /** How many candidates the committee recommends; fewer where fewer bids are valid. */
  candidates: z.coerce.number().int().min(0).max(99).default(3),
});

/**
 * Begins the report: from the confirmed ranking, or where all bids are rejected from that. More than three
 * candidates are refused.
 */
export async function draftReport(actor: Actor, input: z.input<typeof draftReportInput>): Promise<void> {
  const { lotId, candidates } = draftReportInput.parse(input);
  await atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    mustBeIn(bench, ["ranking", "reporting", "rechecking"], "report");
    const now = bench.committee.state === "ranking" ? await advance(tx, bench, "report", { candidates }) : bench;
    if (await tx.evaluationReport.findUnique({ where: { lotId } }))
      throw new Refusal("STATE_FORBIDS", { state: "drafted", event: "report" }, ["R-123"]);
    const ranked = (await resultOf(lotId, tx))?.lines.length ?? 0;
    const texts: ReportTexts = { ...NO_TEXTS, candidates: Math.min(candidates, ranked) };
    if (ranked > 0 && texts.candidates === 0)
      throw new Refusal("OUT_OF_RANGE", { min: "1", max: String(Math.min(3, ranked)) }, ["R-123"]);
    const content = await reportContent(now, texts, tx);
    await tx.evaluationReport.create({
      data: {
        lotId,
        content: content as unknown as object,
        texts: texts as unknown as object,
        digest: digestOfContent(content),
        state: "drafted",
        createdAt: await platformNow(tx),
      },
    });
    await record(tx, actor, {
      action: "report.draft",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      facts: { candidates: texts.candidates },
    });
  });
}

export const saveReportTextsInput = z.strictObject({
  lotId: z.uuid(),
  candidates: z.coerce.number().int().min(0).max(99),
  matters: z.string().max(8000).default(""),
  decisions: z.record(z.string().max(200), z.string().trim().max(2000)).default({}),
});

/** The chair's parts of the report, while it is a draft: matters before the contract, and how each warning was judged. */
export async function saveReportTexts(
  actor: Actor,
  input: z.input<typeof saveReportTextsInput>,
): Promise<{ readonly savedAt: Date }> {
  const { lotId, ...texts } = saveReportTextsInput.parse(input);
  return atBench(actor, lotId, async (tx, bench) => {
    mustLead(bench);
    mustBeIn(bench, ["reporting", "rechecking"], "report");
    const report = await tx.evaluationReport.findUnique({ where: { lotId } });
    if (report?.state !== "drafted")
      throw new Refusal("STATE_FORBIDS", { state: report?.state ?? "none", event: "edit" }, ["R-123"]);
    const ranked = (await resultOf(lotId, tx))?.lines.length ?? 0;
    const [least, most] = [Math.min(1, ranked), Math.min(3, ranked)];
    if (texts.candidates < least || texts.candidates > most)
      throw new Refusal("OUT_OF_RANGE", { min: String(least), max: String(most) }, ["R-123"]);
    const content = await reportContent(bench, texts, tx);
    const digest = digestOfContent(content);
    await tx.evaluationReport.update({
      where: { lotId },
      data: { texts: texts as unknown as object, content: content as unknown as object, digest },
    });
    await record(tx, actor, {
      action: "report.edit",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      beforeHash: report.digest,
      afterHash: digest,
    });
    return { savedAt: await platformNow(tx) };
  });
}
