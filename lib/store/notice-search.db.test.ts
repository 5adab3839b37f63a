import { beforeAll, describe, expect, it } from "vitest";
import { searchNotices as search, searchNoticesInput } from "@/lib/usecases/notice/search-notices";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest } from "@/lib/testing/identity";
import { platformNow } from "./clock";
import { db } from "./db";
import { countNotices, COUNT_LIMIT, searchNotices } from "./notice-search";

useFreshDatabase();

const MANY = 3000;

beforeAll(async () => {
  await db().$executeRaw`
    INSERT INTO party (id, uscc, name, kind, region_code, legal_representative, address, contact_name, contact_phone, roles, created_at)
    VALUES (gen_random_uuid(), '91520100MA6E12345R', '甲', 'enterprise', '520100', '', '', '', '', '{}', now())`;
  const [party] = await db().party.findMany({ select: { id: true } });
  const at = await platformNow();
  const one = { tendereeId: party!.id, createdById: party!.id, createdAt: at };
  const project = await db().project.create({
    data: {
      ...one,
      code: "P",
      name: "项目",
      regionCode: "520100",
      industryCode: "E48",
      address: "",
      ownerName: "",
      fundSource: "",
      scale: "",
      approvalName: "",
      contactName: "",
      contactPhone: "",
      state: "active",
    },
  });
  const tender = await db().tender.create({
    data: {
      ...one,
      code: "T",
      projectId: project.id,
      name: "招标项目",
      type: "A02",
      category: "construction",
      content: "",
      regionCode: "520100",
      mode: "open",
      organizeForm: "self",
      statutory: true,
      stateDominant: true,
      supervisorId: party!.id,
      state: "running",
    },
  });
  await db().$executeRawUnsafe(
    `INSERT INTO notice (tender_id, type, state, title, content, published_at, created_by_id, created_at, search_text, region_code, trade, latest, deadline, ceiling_fen)
     SELECT $1::uuid, CASE WHEN n % 3 = 0 THEN 'resultNotice' ELSE 'tenderNotice' END, 'published', '公告' || n, '{}',
            now() - n * interval '1 minute', $2::uuid, now(),
            CASE WHEN n = 7 THEN '南明河支流截污管道修复 100%_' ELSE '道路工程 ' || n END,
            CASE WHEN n % 2 = 0 THEN '520100' ELSE '520300' END, 'A02', n % 5 <> 0, now() + (n % 40 - 20) * interval '1 day', n * 100
       FROM generate_series(1, ${MANY}) AS n`,
    tender.id,
    party!.id,
  );
  // A draft with the same words: nothing unpublished is ever found.
  await db().$executeRawUnsafe(
    `INSERT INTO notice (tender_id, type, state, title, content, created_by_id, created_at, search_text)
     VALUES ($1::uuid, 'tenderNotice', 'draft', '草稿', '{}', $2::uuid, now(), '南明河支流')`,
    tender.id,
    party!.id,
  );
});

describe("R-16: search without an account", () => {
  it.each(["截污", "南明河", "河", "支流截污 南明", "100%_"])("finds %s, and only what is published", async (text) => {
    const hits = await searchNotices({ text, order: "new" }, 20, 0);
    expect(hits.map(({ title }) => title)).toEqual(["公告7"]);
  });

  it("takes wildcards as they stand", async () => {
    expect(await searchNotices({ text: "截%道", order: "new" }, 20, 0)).toEqual([]);
  });

  it("filters by type, region, deadline, newest version", async () => {
    const now = await platformNow();
    const hits = await searchNotices(
      { types: ["tenderNotice"], region: "5201", openAt: now, latestOnly: true, order: "due" },
      50,
      0,
    );
    expect(hits.length).toBe(50);
    expect(
      hits.every(
        (hit) => hit.type === "tenderNotice" && hit.regionCode === "520100" && hit.latest && hit.deadline! > now,
      ),
    ).toBe(true);
    const due = hits.map(({ deadline }) => deadline!.getTime());
    expect(due).toEqual([...due].sort((a, b) => a - b));
  });

  it("counts up to a limit and says that there are more", async () => {
    expect(await countNotices({ order: "new" })).toBe(COUNT_LIMIT + 1);
    const view = await search(guest, searchNoticesInput.parse({ kind: "all", scope: "all", latest: "0" }));
    expect(view).toMatchObject({ count: COUNT_LIMIT, more: true });
  });

  it("reads any address as a query, never as an error", () => {
    const odd = {
      kind: "x",
      page: "-3",
      region: "'; --",
      since: "99",
      scope: "?",
      q: "a".repeat(500),
      latest: ["0", "1"],
    };
    expect(searchNoticesInput.parse(odd)).toMatchObject({
      kind: "tenderNotice",
      page: 1,
      region: "",
      since: "",
      scope: "open",
      q: "",
    });
  });

  it("finds words of two characters through the index", async () => {
    await db().$executeRaw`ANALYZE notice`;
    const rows = await db().$queryRaw<{ "QUERY PLAN": string }[]>`
      EXPLAIN SELECT id FROM notice WHERE grams(search_text) COLLATE "C" @> grams('截污')`;
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("notice_grams");
  });
});
