import { readFileSync } from "node:fs";
import { join } from "node:path";
import { db } from "@/lib/store/db";

const NOTICES = 100_000;

/** A hundred thousand notices in SQL, each with the words and the content of a real one and facts of its own. */
export async function manyNotices(): Promise<void> {
  // Built in one go afterwards: row by row the index of characters takes longer than all the rest.
  const [index] = await db().$queryRaw<{ text: string }[]>`
    SELECT indexdef AS text FROM pg_indexes WHERE indexname = 'notice_grams'`;
  await db().$executeRawUnsafe("DROP INDEX notice_grams");
  await db().$transaction((tx) => tx.$executeRawUnsafe(INSERT, NOTICES), { timeout: 600_000 });
  await db().$executeRawUnsafe(index!.text);
  for (const table of ["notice", "notice_lot"]) await db().$executeRawUnsafe(`ANALYZE ${table}`);
}

const INSERT = `
  INSERT INTO notice (tender_id, type, nature, state, title, content, digest, pdf_file_id, statement_id, media, published_at,
                      created_by_id, created_at, search_text, region_code, category, trade, tenderee_name, tender_code,
                      lot_count, ceiling_fen, latest, training, deadline)
  SELECT o.tender_id, (ARRAY['tenderNotice','resultNotice','amendmentNotice','candidateNotice'])[1 + n % 4], o.nature,
         'published', '贵阳市第 ' || n || ' 号道路工程施工招标公告', o.content, o.digest, o.pdf_file_id, o.statement_id, o.media,
         o.published_at - n * interval '7 minute', o.created_by_id, o.created_at,
         '贵阳市第' || n || '号' || (ARRAY['道路','学校','水库','医院','桥梁'])[1 + n % 5] || '工程施工招标公告 ' || o.search_text,
         (ARRAY['520100','520300','520200'])[1 + n % 3], o.category, 'A0' || (1 + n % 9), o.tenderee_name, o.tender_code,
         o.lot_count, n * 100, n % 5 <> 0, false, platform_now() + (n % 400 - 380) * interval '1 day'
    FROM generate_series(1, $1::int) AS n, (SELECT * FROM notice WHERE published_at IS NOT NULL LIMIT 1) AS o`;

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
