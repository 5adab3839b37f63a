import type { Actor } from "@/lib/domain/actor";
import type { NoticeType } from "@/lib/domain/notice-content";
import { addDays, beijingDate, endOfDay, startOfDay } from "@/lib/kernel/calendar";
import { flagOf, stageOf } from "@/lib/domain/lot";
import { platformNow } from "@/lib/store/clock";
import { COUNT_LIMIT, countNotices, type NoticeHit, searchNotices } from "@/lib/store/notice-search";
import { lastHubSuccess } from "@/lib/store/hub-health";
import { openingsBetween } from "@/lib/store/opening-list";
import type { OpeningLine } from "@/lib/usecases/tender/view-openings";

export type HomeView = {
  readonly now: Date;
  readonly openings: readonly OpeningLine[];
  readonly latest: readonly NoticeHit[];
  readonly counts: {
    readonly tender: number;
    readonly amendment: number;
    readonly candidate: number;
    readonly today: number;
  };
  readonly countLimit: number;
  readonly hub: { readonly good: boolean; readonly lastSuccess: Date | null };
};

const HOUR = 3_600_000;
const SHOWN_OPENINGS = 30;
const SHOWN_NOTICES = 8;

/** The first page: openings of the day, the latest notices, how the platform stands. The same for everybody. */
export async function viewHome(_actor: Actor): Promise<HomeView> {
  const now = await platformNow();
  const today = beijingDate(now);
  const of = (type: NoticeType) => ({ types: [type], order: "new" as const, openAt: now, latestOnly: true });
  const since = { order: "new" as const, since: startOfDay(today) };
  const [openings, latest, tender, amendment, candidate, published, hub] = await Promise.all([
    openingsBetween(startOfDay(today), endOfDay(today), SHOWN_OPENINGS),
    searchNotices({ order: "new" }, SHOWN_NOTICES, 0),
    countNotices(of("tenderNotice")),
    countNotices(of("amendmentNotice")),
    countNotices({ types: ["candidateNotice"], order: "new", since: startOfDay(addDays(today, -3)) }),
    countNotices(since),
    lastHubSuccess(),
  ]);
  return {
    now,
    openings: openings.map((row) => ({ ...row, stage: stageOf(row, now), flag: flagOf(row) })),
    latest,
    counts: { tender, amendment, candidate, today: published },
    countLimit: COUNT_LIMIT,
    hub: { good: hub.waiting === null || now.getTime() - hub.waiting.getTime() < HOUR, lastSuccess: hub.lastSuccess },
  };
}
