import { noticeFeed } from "@/lib/usecases/notice/notice-feed";
import { searchNoticesInput } from "@/lib/usecases/notice/search-notices";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

/** Published notices as data: the query of the public page, no account. */
export async function GET(request: Request): Promise<Response> {
  const query = searchNoticesInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await noticeFeed(await currentActor(), query, await deps()));
}
