import type { Actor } from "@/lib/domain/actor";
import { beijingIso, beijingTime } from "@/lib/kernel/format";
import { yuan } from "@/lib/kernel/money";
import type { Deps } from "@/lib/usecases/deps";
import { type NoticeSearch, searchNotices } from "./search-notices";

/** A page of the query as other programs read it; nothing the page does not show (R-16). */
export async function noticeFeed(actor: Actor, query: NoticeSearch, { origin }: Pick<Deps, "origin">) {
  const { hits, count, more, now } = await searchNotices(actor, query);
  const notices = hits.map((hit) => ({
    id: hit.id,
    type: hit.type,
    title: hit.title,
    tenderee: hit.tendereeName,
    tenderCode: hit.tenderCode,
    regionCode: hit.regionCode,
    category: hit.category,
    trade: hit.trade,
    lots: hit.lotCount,
    ceilingPrice: hit.ceilingFen === null ? null : yuan(hit.ceilingFen),
    publishedAt: beijingIso(hit.publishedAt),
    deadline: hit.deadline ? beijingIso(hit.deadline) : null,
    changes: hit.changes,
    stage: hit.state?.stage ?? null,
    flag: hit.state?.flag ?? null,
    training: hit.training,
    url: `${origin}/notices/${hit.id}`,
  }));
  return { page: query.page, count, more, asOf: beijingIso(now), notices };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** The newest hits of the query as RSS 2.0. */
export async function noticeRss(actor: Actor, query: NoticeSearch, { origin }: Pick<Deps, "origin">): Promise<string> {
  const { hits, now } = await searchNotices(actor, { ...query, sort: "new", scope: "all", page: 1 });
  const items = hits.map(
    (hit) =>
      `<item><title>${escaped(hit.title)}</title><link>${origin}/notices/${hit.id}</link>` +
      `<guid isPermaLink="false">${hit.id}</guid><pubDate>${hit.publishedAt.toUTCString()}</pubDate>` +
      `<description>${escaped(hit.tendereeName)}</description></item>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>信标 公告</title><link>${origin}/notices</link>` +
    `<description>公告查询</description><lastBuildDate>${now.toUTCString()}</lastBuildDate>${items.join("")}</channel></rss>`
  );
}

const HEAD = ["标题", "招标人", "招标项目编号", "标段数", "最高投标限价（元）", "发布时间", "投标截止", "地址"];
/** Quoted always; a leading sign would make a spreadsheet compute. */
const cell = (text: string): string => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** The page of the query as CSV, with the mark by which spreadsheets know UTF-8. */
export async function noticeCsv(actor: Actor, query: NoticeSearch, { origin }: Pick<Deps, "origin">): Promise<string> {
  const { hits } = await searchNotices(actor, query);
  const rows = hits.map((hit) => [
    hit.title,
    hit.tendereeName,
    hit.tenderCode,
    String(hit.lotCount),
    hit.ceilingFen === null ? "" : yuan(hit.ceilingFen),
    beijingTime(hit.publishedAt),
    hit.deadline ? beijingTime(hit.deadline) : "",
    `${origin}/notices/${hit.id}`,
  ]);
  return `﻿${[HEAD, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
