import { readFileSync } from "node:fs";
import { join } from "node:path";
import { db } from "@/lib/store/db";

/** Notices of one tender, tenders of one tenderee, tenderees: 100 000 notices in all. */
const [EACH, TENDERS, TENDEREES] = [5, 50, 400];

/**
 * A hundred thousand notices in SQL, of twenty thousand tenders with two lots each. Every row is a copy of one that the
 * use cases made, with facts of its own: words, instants and contents are as large as real ones.
 */
export async function manyNotices(): Promise<void> {
  await db().$transaction(
    async (tx) => {
      // Indexes are built in one go afterwards: row by row they take longer than all the rest.
      const indexes = await tx.$queryRaw<{ name: string; text: string }[]>`
        SELECT i.indexname AS name, i.indexdef AS text FROM pg_indexes i
         WHERE i.tablename = 'notice' AND i.indexname <> 'notice_pkey'`;
      for (const { name } of indexes) await tx.$executeRawUnsafe(`DROP INDEX "${name}"`);
      for (const statement of COPIES) await tx.$executeRawUnsafe(statement);
      await tx.$executeRawUnsafe("SET LOCAL maintenance_work_mem = '512MB'");
      for (const { text } of indexes) await tx.$executeRawUnsafe(text);
    },
    { timeout: 600_000 },
  );
  // As in a database that has been at work for a day.
  for (const table of ["party", "tender", "lot", "notice", "notice_lot"])
    await db().$executeRawUnsafe(`VACUUM ANALYZE ${table}`);
}

/** A name's own id, of the shape that addresses accept. */
const idOf = (name: string) => `overlay(overlay(md5(${name}) placing '4' from 13) placing '8' from 17)::uuid`;
/** The first tenderee is the one that is there: its own person's workbench holds as much as anybody's. */
const tendereeId = (n: string) => `CASE WHEN ${n} = 0 THEN o.tenderee_id ELSE ${idOf(`'tenderee ' || ${n}`)} END`;

/** Nine lots of ten are over: nothing is left to do for the platform's clockwork, which would fall upon all of them. */
const PASSED = [
  "closed",
  "frozen",
  "announced",
  "opening_ended",
  "evaluation_started",
  "report_submitted",
  "winner_fixed",
]
  .concat(["notice_sent", "contract_signed", "archived"])
  .map((name) => `'${name}_at'`)
  .join();

const COPIES = [
  `INSERT INTO party SELECT r.* FROM generate_series(1, ${TENDEREES - 1}) AS n,
     (SELECT p.* FROM party p JOIN tender t ON t.tenderee_id = p.id LIMIT 1) AS o,
     jsonb_populate_record(o::party, jsonb_build_object('id', ${idOf("'tenderee ' || n")},
       'uscc', 'B' || lpad(n::text, 17, '0'), 'name', '黔中第 ' || n || ' 建设投资有限公司')) AS r`,
  `INSERT INTO tender SELECT r.* FROM generate_series(1, ${TENDEREES * TENDERS}) AS n,
     (SELECT * FROM tender LIMIT 1) AS o,
     jsonb_populate_record(o::tender, jsonb_build_object('id', ${idOf("'tender ' || n")}, 'training', false,
       'code', 'B' || n, 'name', '第 ' || n || ' 号道路工程施工', 'tenderee_id', ${tendereeId(`n % ${TENDEREES}`)})) AS r`,
  `INSERT INTO lot SELECT r.* FROM generate_series(1, ${TENDEREES * TENDERS}) AS n, generate_series(1, 2) AS k,
     (SELECT * FROM lot LIMIT 1) AS o,
     LATERAL (SELECT platform_now() + (n % 400 - 380) * interval '1 day' AS ends) AS d,
     jsonb_populate_record(o::lot, jsonb_build_object('id', ${idOf("'lot ' || n || ' ' || k")}, 'code', 'B' || n || '00' || k,
       'tender_id', ${idOf("'tender ' || n")}, 'deadline', ends) || CASE WHEN ends > platform_now() THEN '{}' ELSE
       '{"intake": "closed"}' || (SELECT jsonb_object_agg(passed, ends) FROM unnest(ARRAY[${PASSED}]) AS passed) END) AS r`,
  `INSERT INTO notice SELECT r.* FROM generate_series(1, ${TENDEREES * TENDERS}) AS n, generate_series(1, ${EACH}) AS k,
     (SELECT * FROM notice WHERE published_at IS NOT NULL LIMIT 1) AS o,
     jsonb_populate_record(o::notice, jsonb_build_object('id', ${idOf("'notice ' || n || ' ' || k")}, 'state', 'published',
       'tender_id', ${idOf("'tender ' || n")}, 'tender_code', 'B' || n, 'training', false, 'latest', k < ${EACH},
       'type', (ARRAY['tenderNotice','amendmentNotice','candidateNotice','resultNotice','tenderNotice'])[k],
       'title', '贵阳市第 ' || n || ' 号道路工程施工招标公告', 'published_at', o.published_at - (n * 5 + k) * interval '7 minute',
       'search_text', '贵阳市第' || n || '号' || (ARRAY['道路','学校','水库','医院','桥梁'])[1 + n % 5] || '工程施工招标公告 ' || o.search_text,
       'region_code', (ARRAY['520100','520300','520200'])[1 + n % 3], 'trade', 'A0' || (1 + n % 9), 'ceiling_fen', n * 100,
       'deadline', platform_now() + (n % 400 - 380) * interval '1 day')) AS r`,
  `INSERT INTO notice_lot SELECT ${idOf("'notice ' || n || ' ' || k")}, ${idOf("'lot ' || n || ' ' || l")}
     FROM generate_series(1, ${TENDEREES * TENDERS}) AS n, generate_series(1, ${EACH}) AS k, generate_series(1, 2) AS l`,
];

/** What the database itself says a page's queries took, and how many they were. */
export type BareQueries = { readonly ms: number; readonly count: number };

/**
 * The queries of whatever `work` lets the platform do, as PostgreSQL's own log times them: parse, bind and execute, with
 * nothing of the way there and back.
 */
export async function bareQueries(dataDir: string, work: () => Promise<void>): Promise<BareQueries> {
  const log = join(dataDir, "pg.log");
  await logging(0);
  const from = readFileSync(log).length;
  await work();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await logging(-1);
  const lines = readFileSync(log).subarray(from).toString("utf8").split("\n");
  const timed = lines.flatMap((line) => {
    const found = /xinbiao-web .*duration: ([\d.]+) ms {2}(parse|bind|execute|statement)/.exec(line);
    return found ? [{ ms: Number(found[1]), step: found[2] }] : [];
  });
  const executed = timed.filter(({ step }) => step === "execute" || step === "statement").length;
  return { ms: timed.reduce((sum, { ms }) => sum + ms, 0), count: executed };
}

async function logging(ms: number): Promise<void> {
  await db().$executeRawUnsafe(`ALTER SYSTEM SET log_min_duration_statement = ${ms}`);
  await db().$executeRawUnsafe("ALTER SYSTEM SET log_line_prefix = '%a '");
  await db().$executeRawUnsafe("SELECT pg_reload_conf()");
  await new Promise((resolve) => setTimeout(resolve, 200));
}
