import { db } from "./db";

export type OpeningRow = {
  readonly lotId: string;
  readonly lotName: string;
  readonly lotCode: string;
  readonly tenderName: string;
  readonly tenderCode: string;
  readonly tendereeName: string;
  readonly training: boolean;
  readonly publishedAt: Date;
  readonly deadline: Date;
  readonly announcedAt: Date | null;
  readonly evaluationStartedAt: Date | null;
  readonly reportSubmittedAt: Date | null;
  readonly noticeSentAt: Date | null;
  readonly contractSignedAt: Date | null;
  readonly archivedAt: Date | null;
  readonly failedAt: Date | null;
  readonly terminatedAt: Date | null;
  readonly suspendedAt: Date | null;
};

/** Published lots whose bids close (and open) from `from` on and before `to`, in order of the instant. */
export function openingsBetween(from: Date, to: Date, take: number): Promise<OpeningRow[]> {
  return db().$queryRaw<OpeningRow[]>`
    SELECT l.id AS "lotId", l.name AS "lotName", l.code AS "lotCode", t.name AS "tenderName", t.code AS "tenderCode",
           p.name AS "tendereeName", t.training, l.published_at AS "publishedAt", l.deadline,
           l.announced_at AS "announcedAt", l.evaluation_started_at AS "evaluationStartedAt",
           l.report_submitted_at AS "reportSubmittedAt", l.notice_sent_at AS "noticeSentAt",
           l.contract_signed_at AS "contractSignedAt", l.archived_at AS "archivedAt", l.failed_at AS "failedAt",
           l.terminated_at AS "terminatedAt", l.suspended_at AS "suspendedAt"
      FROM lot l JOIN tender t ON t.id = l.tender_id JOIN party p ON p.id = t.tenderee_id
     WHERE l.published_at IS NOT NULL AND l.deadline >= ${from} AND l.deadline < ${to}
     ORDER BY l.deadline, l.code LIMIT ${take}`;
}
