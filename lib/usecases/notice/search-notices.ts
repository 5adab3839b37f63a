import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { flagOf, type LotFlag, type Stage, STAGES, stageOf } from "@/lib/domain/lot";
import { NOTICE_TYPES, type NoticeType } from "@/lib/domain/notice-content";
import { parseYuan } from "@/lib/kernel/money";
import { platformNow } from "@/lib/store/clock";
import {
  COUNT_LIMIT,
  countNotices,
  type LotState,
  lotStatesOf,
  type NoticeHit,
  type NoticeQuery,
  searchNotices as findNotices,
} from "@/lib/store/notice-search";

export const PAGE_SIZE = 20;
/** Pages that can be turned to one by one; further on people narrow the search. */
const LAST_PAGE = 500;

/** Addresses are shared and typed by hand: a value that means nothing is left out, never an error. */
export const searchNoticesInput = z.object({
  q: z
    .string()
    .trim()
    .max(200)
    .refine((text) => !text.includes("\0"))
    .catch("")
    .default(""),
  kind: z
    .enum([...NOTICE_TYPES, "all"])
    .catch("tenderNotice")
    .default("tenderNotice"),
  region: z
    .string()
    .regex(/^\d{2,6}$/)
    .or(z.literal(""))
    .catch("")
    .default(""),
  trade: z
    .string()
    .regex(/^A\d{2}$/)
    .or(z.literal(""))
    .catch("")
    .default(""),
  category: z.enum(["construction", "goods", "services", ""]).catch("").default(""),
  since: z.enum(["1", "3", "30", ""]).catch("").default(""),
  amount: z.enum(["low", "middle", "high", ""]).catch("").default(""),
  due: z.enum(["3", "7", "30", ""]).catch("").default(""),
  scope: z.enum(["open", "all"]).catch("open").default("open"),
  /** The form sends a hidden 0 and, ticked, a 1 beside it. */
  latest: z
    .union([z.string(), z.array(z.string())])
    .catch("1")
    .default("1"),
  sort: z.enum(["due", "new", ""]).catch("").default(""),
  page: z.coerce.number().int().min(1).max(LAST_PAGE).catch(1).default(1),
});
export type NoticeSearch = z.output<typeof searchNoticesInput>;

export type FoundNotice = NoticeHit & {
  readonly state: { readonly stage: Stage; readonly flag: LotFlag | null; readonly closing: boolean } | null;
};
export type SearchView = {
  readonly query: NoticeSearch;
  readonly latest: boolean;
  readonly scope: "open" | "all";
  readonly sort: "due" | "new";
  readonly hits: readonly FoundNotice[];
  /** Up to the limit; `more` says that there are others beyond. */
  readonly count: number;
  readonly more: boolean;
  readonly pages: number;
  readonly now: Date;
};

const DAY_MS = 86_400_000;
const FOUR_MILLION = parseYuan("4000000") ?? 0n;
const THIRTY_MILLION = parseYuan("30000000") ?? 0n;

/** One page of published notices. Public: nothing here depends on who asks, and nothing tells of bids. */
export async function searchNotices(_actor: Actor, query: NoticeSearch): Promise<SearchView> {
  const now = await platformNow();
  // "Open" is asked of what has a deadline; a result is never going on.
  const scope = query.scope === "open" && hasDeadline(query.kind) ? "open" : "all";
  const sort = query.sort === "" ? (scope === "open" ? "due" : "new") : query.sort;
  const latest = (Array.isArray(query.latest) ? query.latest.at(-1) : query.latest) !== "0";
  const conditions = conditionsOf(query, now, scope, latest, hasDeadline(query.kind) ? sort : "new");
  const [found, counted] = await Promise.all([
    findNotices(conditions, PAGE_SIZE, (query.page - 1) * PAGE_SIZE),
    countNotices(conditions),
  ]);
  const states = await lotStatesOf(found.map(({ id }) => id));
  const count = Math.min(counted, COUNT_LIMIT);
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
  return {
    query,
    latest,
    scope,
    sort,
    hits: found.map((hit) => ({ ...hit, state: stateOf(states.get(hit.id) ?? [], now) })),
    count,
    more: counted > COUNT_LIMIT,
    // Beyond what was counted one can still turn the page.
    pages: counted > COUNT_LIMIT ? Math.max(pages, Math.min(query.page + 1, LAST_PAGE)) : pages,
    now,
  };
}

const hasDeadline = (kind: NoticeSearch["kind"]): boolean => kind === "tenderNotice" || kind === "amendmentNotice";

function conditionsOf(
  query: NoticeSearch,
  now: Date,
  scope: "open" | "all",
  latest: boolean,
  order: "due" | "new",
): NoticeQuery {
  const amounts = {
    "": {},
    low: { ceilingTo: FOUR_MILLION },
    middle: { ceilingFrom: FOUR_MILLION, ceilingTo: THIRTY_MILLION },
    high: { ceilingFrom: THIRTY_MILLION },
  };
  const types: readonly NoticeType[] = query.kind === "all" ? [] : [query.kind];
  return {
    types,
    order,
    ...(query.q ? { text: query.q } : {}),
    ...(query.region ? { region: query.region.replace(/(00)+$/, "") } : {}),
    ...(query.trade ? { trade: query.trade } : {}),
    ...(query.category ? { category: query.category } : {}),
    ...(query.since ? { since: new Date(now.getTime() - Number(query.since) * DAY_MS) } : {}),
    ...amounts[query.amount],
    ...(scope === "open" ? { openAt: now } : {}),
    ...(query.due ? { openAt: now, dueBefore: new Date(now.getTime() + Number(query.due) * DAY_MS) } : {}),
    ...(latest ? { latestOnly: true } : {}),
  };
}

const CLOSING_MS = DAY_MS;

/** Of several lots the one that is least far; its flag, if it has one. */
function stateOf(lots: readonly LotState[], now: Date): FoundNotice["state"] {
  const ranked = lots
    .map((lot) => ({ stage: stageOf(lot, now), flag: flagOf(lot), deadline: lot.deadline }))
    .sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
  const [first] = ranked;
  if (!first) return null;
  const closing =
    first.stage === "bidding" && first.deadline !== null && first.deadline.getTime() - now.getTime() < CLOSING_MS;
  return { stage: first.stage, flag: first.flag, closing };
}
