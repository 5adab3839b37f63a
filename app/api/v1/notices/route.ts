import { beijingIso } from "@/lib/kernel/format";
import { yuan } from "@/lib/kernel/money";
import { searchNotices, searchNoticesInput } from "@/lib/usecases/notice/search-notices";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

/** Published notices as data: the query of the public page, no account, nothing the page does not show. */
export async function GET(request: Request): Promise<Response> {
  const query = searchNoticesInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  const [view, { origin }] = await Promise.all([searchNotices(await currentActor(), query), deps()]);
  const notices = view.hits.map((hit) => ({
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
  return Response.json({ page: query.page, count: view.count, more: view.more, notices });
}
