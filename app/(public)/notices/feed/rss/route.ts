import { NextResponse } from "next/server";
import { searchNotices, searchNoticesInput } from "@/lib/usecases/notice/search-notices";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** The same query as the page, as RSS 2.0. */
export async function GET(request: Request): Promise<Response> {
  const query = searchNoticesInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  const [{ hits, now }, { origin }] = await Promise.all([
    searchNotices(await currentActor(), { ...query, sort: "new", scope: "all" }),
    deps(),
  ]);
  const items = hits.map(
    (hit) =>
      `<item><title>${escaped(hit.title)}</title><link>${origin}/notices/${hit.id}</link>` +
      `<guid isPermaLink="false">${hit.id}</guid><pubDate>${hit.publishedAt.toUTCString()}</pubDate>` +
      `<description>${escaped(hit.tendereeName)}</description></item>`,
  );
  const body =
    `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>信标 公告</title><link>${origin}/notices</link>` +
    `<description>公告查询</description><lastBuildDate>${now.toUTCString()}</lastBuildDate>${items.join("")}</channel></rss>`;
  return new NextResponse(body, { headers: { "content-type": "application/rss+xml; charset=utf-8" } });
}
