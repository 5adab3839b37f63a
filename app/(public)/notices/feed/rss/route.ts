import { noticeRss } from "@/lib/usecases/notice/notice-feed";
import { searchNoticesInput } from "@/lib/usecases/notice/search-notices";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

/** The same query as the page, as RSS. */
export async function GET(request: Request): Promise<Response> {
  const query = searchNoticesInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  const body = await noticeRss(await currentActor(), query, await deps());
  return new Response(body, { headers: { "content-type": "application/rss+xml; charset=utf-8" } });
}
