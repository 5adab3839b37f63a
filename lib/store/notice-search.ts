import { Prisma } from "@/prisma/generated/client";
import { db } from "./db";

/** A search as the address bar has it, parsed. */
export type NoticeQuery = {
  readonly text?: string;
  readonly types?: readonly string[];
  /** GB/T 2260, as prefix: 52 the province, 5201 a city. */
  readonly region?: string;
  readonly trade?: string;
  readonly category?: string;
  readonly since?: Date;
  readonly ceilingFrom?: bigint;
  readonly ceilingTo?: bigint;
  /** Only those whose deadline lies ahead of this instant. */
  readonly openAt?: Date;
  readonly dueBefore?: Date;
  readonly latestOnly?: boolean;
  readonly order: "due" | "new";
};

export type NoticeHit = {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly tendereeName: string;
  readonly tenderCode: string;
  readonly regionCode: string;
  readonly category: string;
  readonly trade: string;
  readonly lotCount: number;
  readonly ceilingFen: bigint | null;
  readonly changes: number;
  readonly changedAt: Date | null;
  readonly publishedAt: Date;
  readonly deadline: Date | null;
  readonly endsAt: Date | null;
  readonly training: boolean;
  readonly latest: boolean;
};

/** How many hits are counted at most: "more than 1 000" says enough and costs the same on any number of notices. */
export const COUNT_LIMIT = 1000;

const COLUMNS = Prisma.sql`
  n.id, n.type, n.title, n.tenderee_name AS "tendereeName", n.tender_code AS "tenderCode", n.region_code AS "regionCode",
  n.category, n.trade, n.lot_count AS "lotCount", n.ceiling_fen AS "ceilingFen", n.changes, n.changed_at AS "changedAt",
  n.published_at AS "publishedAt", n.deadline, n.ends_at AS "endsAt", n.training, n.latest`;

/** Escapes what LIKE would read as a pattern. */
const literally = (text: string) => text.replace(/[\\%_]/g, (char) => `\\${char}`);

function conditions(query: NoticeQuery): Prisma.Sql {
  const all: Prisma.Sql[] = [Prisma.sql`n.published_at IS NOT NULL`];
  if (query.types?.length === 1) all.push(Prisma.sql`n.type = ${query.types[0]}`);
  else if (query.types?.length) all.push(Prisma.sql`n.type IN (${Prisma.join([...query.types])})`);
  if (query.region) all.push(Prisma.sql`n.region_code LIKE ${`${literally(query.region)}%`}`);
  if (query.trade) all.push(Prisma.sql`n.trade = ${query.trade}`);
  if (query.category) all.push(Prisma.sql`n.category = ${query.category}`);
  if (query.since) all.push(Prisma.sql`n.published_at >= ${query.since}`);
  if (query.ceilingFrom !== undefined) all.push(Prisma.sql`n.ceiling_fen >= ${query.ceilingFrom}`);
  if (query.ceilingTo !== undefined) all.push(Prisma.sql`n.ceiling_fen < ${query.ceilingTo}`);
  if (query.openAt) all.push(Prisma.sql`n.deadline > ${query.openAt}`);
  if (query.dueBefore) all.push(Prisma.sql`n.deadline < ${query.dueBefore}`);
  if (query.latestOnly) all.push(Prisma.sql`n.latest`);
  // The index finds notices with every pair of characters; LIKE then keeps those with the words as they stand.
  for (const word of words(query.text)) {
    all.push(Prisma.sql`grams(n.search_text) COLLATE "C" @> grams(${word})`);
    // One or two characters are a gram themselves: there is nothing left to check.
    if ([...word].length > 2) all.push(Prisma.sql`n.search_text ILIKE ${`%${literally(word)}%`}`);
  }
  return Prisma.join(all, " AND ");
}

const words = (text: string | undefined) => (text ?? "").split(/\s+/u).filter(Boolean).slice(0, 6);

/** One page of hits. */
export function searchNotices(query: NoticeQuery, take: number, skip: number): Promise<NoticeHit[]> {
  const order = query.order === "due" ? Prisma.sql`n.deadline, n.id` : Prisma.sql`n.published_at DESC, n.id`;
  return db().$queryRaw<NoticeHit[]>`
    SELECT ${COLUMNS} FROM notice n WHERE ${conditions(query)} ORDER BY ${order} LIMIT ${take} OFFSET ${skip}`;
}

/** How many hits there are, up to `COUNT_LIMIT` + 1. */
export async function countNotices(query: NoticeQuery): Promise<number> {
  const [row] = await db().$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM notice n WHERE ${conditions(query)} LIMIT ${COUNT_LIMIT + 1}) AS found`;
  return Number(row?.count ?? 0);
}

export type LotState = {
  readonly noticeId: string;
  readonly lotId: string;
  readonly code: string;
  readonly name: string;
  readonly publishedAt: Date | null;
  readonly deadline: Date | null;
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

/** Facts of the lots of some notices: one query for a page of hits. */
export async function lotStatesOf(noticeIds: readonly string[]): Promise<ReadonlyMap<string, readonly LotState[]>> {
  if (noticeIds.length === 0) return new Map();
  const rows = await db().$queryRaw<LotState[]>`
    SELECT nl.notice_id AS "noticeId", l.id AS "lotId", l.code, l.name, l.published_at AS "publishedAt", l.deadline,
           l.announced_at AS "announcedAt", l.evaluation_started_at AS "evaluationStartedAt",
           l.report_submitted_at AS "reportSubmittedAt", l.notice_sent_at AS "noticeSentAt",
           l.contract_signed_at AS "contractSignedAt", l.archived_at AS "archivedAt", l.failed_at AS "failedAt",
           l.terminated_at AS "terminatedAt", l.suspended_at AS "suspendedAt"
      FROM notice_lot nl JOIN lot l ON l.id = nl.lot_id
     WHERE nl.notice_id = ANY(${[...noticeIds]}::uuid[])
     ORDER BY l.code`;
  const grouped = new Map<string, LotState[]>();
  for (const row of rows) grouped.set(row.noticeId, [...(grouped.get(row.noticeId) ?? []), row]);
  return grouped;
}
