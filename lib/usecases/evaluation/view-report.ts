import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { missingReportItems, type SignatureState } from "@/lib/domain/evaluation";
import { db } from "@/lib/store/db";
import { benchOf } from "./bench";
import { resultOf } from "./compute-result";
import type { ReportState } from "./draft-report";
import type { ReportContent, ReportTexts } from "./report-content";
import { reportNumber } from "./report-pdf";

export const viewReportInput = z.strictObject({ lotId: z.uuid() });

export type ReportView = {
  readonly chair: boolean;
  readonly number: string;
  readonly state: ReportState | "none";
  readonly content: ReportContent | null;
  readonly texts: ReportTexts | null;
  readonly missing: readonly string[];
  /** How many bids are ranked: the most that can be recommended is three of them. */
  readonly ranked: number;
  readonly signatures: readonly {
    readonly member: number;
    readonly name: string;
    readonly own: boolean;
    readonly chair: boolean;
    readonly state: SignatureState;
    readonly dissent: string | null;
    readonly at: Date | null;
  }[];
  readonly submittedAt: Date | null;
};

/** The report as its committee works on it: content, the chair's parts, and where every member stands. */
export async function viewReport(actor: Actor, { lotId }: z.infer<typeof viewReportInput>): Promise<ReportView> {
  const bench = await benchOf(actor, lotId);
  const { committee, lot, own, chair } = bench;
  const [report, given, result] = await Promise.all([
    db().evaluationReport.findUnique({ where: { lotId } }),
    db().reportSignature.findMany({ where: { lotId } }),
    resultOf(lotId),
  ]);
  const content = report ? (report.content as unknown as ReportContent) : null;
  return {
    chair,
    number: reportNumber(lot),
    state: (report?.state ?? "none") as ReportView["state"],
    content,
    texts: report ? (report.texts as unknown as ReportTexts) : null,
    missing: content ? missingReportItems(content) : [],
    ranked: result?.lines.length ?? 0,
    signatures: committee.members.map((member) => {
      const one = given.find(({ memberId }) => memberId === member.id);
      return {
        member: member.number,
        name: member.name,
        own: member.id === own.id,
        chair: member.id === committee.chairId,
        state: (one?.kind ?? "pending") as SignatureState,
        dissent: one?.dissent ?? null,
        at: one?.at ?? null,
      };
    }),
    submittedAt: report?.submittedAt ?? null,
  };
}
