import { noticeCsv } from "@/lib/usecases/notice/notice-feed";
import { searchNoticesInput } from "@/lib/usecases/notice/search-notices";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

/** The same page of the same query as CSV. */
export async function GET(request: Request): Promise<Response> {
  const query = searchNoticesInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  const body = await noticeCsv(await currentActor(), query, await deps());
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="notices.csv"',
  };
  return new Response(body, { headers });
}
