import type { Chosen, FilterSelect } from "@/components/public/notice-filter";
import type { Hit } from "@/components/public/notice-hits";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import type { Locale } from "@/lib/i18n/locale";
import { FLAG_TERMS, STAGE_TERMS, type StateTerm, word } from "@/lib/i18n/terms";
import { REGION_TERMS, TRADE_TERMS } from "@/lib/i18n/trade-terms";
import type { FoundNotice, NoticeSearch } from "@/lib/usecases/notice/search-notices";

type Words = (key: string, values?: Record<string, string | number>) => string;

/** The address of a search; what is at its default is left out. */
export function addressOf(query: NoticeSearch, path = "/notices"): string {
  const params = new URLSearchParams();
  params.set("kind", query.kind);
  for (const key of ["q", "region", "trade", "category", "since", "amount", "due", "sort"] as const)
    if (query[key]) params.set(key, query[key]);
  if (query.scope !== "open") params.set("scope", query.scope);
  const latest = Array.isArray(query.latest) ? query.latest.at(-1) : query.latest;
  if (latest === "0") params.set("latest", "0");
  if (query.page > 1) params.set("page", String(query.page));
  return `${path}?${params}`;
}

export function selectsOf(query: NoticeSearch, locale: Locale, t: Words): FilterSelect[] {
  const any = { value: "", label: t("list.any") };
  const terms = (all: string, map: typeof REGION_TERMS) => [
    { value: "", label: all },
    ...Object.entries(map).map(([value, term]) => ({ value, label: word(locale, term) })),
  ];
  const some = (values: readonly string[], key: (value: string) => string) => [
    any,
    ...values.map((value) => ({ value, label: t(`list.${key(value)}`) })),
  ];
  return [
    { name: "trade", label: t("list.trade"), value: query.trade, options: terms(t("list.allTrades"), TRADE_TERMS) },
    {
      name: "region",
      label: t("list.region"),
      value: query.region,
      options: terms(t("list.allRegions"), REGION_TERMS),
    },
    {
      name: "since",
      label: t("list.since"),
      value: query.since,
      options: some(["1", "3", "30"], (v) => `since${v}`),
    },
    {
      name: "amount",
      label: t("list.amount"),
      value: query.amount,
      options: some(["low", "middle", "high"], (v) => v),
    },
    { name: "due", label: t("list.due"), value: query.due, options: some(["3", "7", "30"], (v) => `due${v}`) },
  ];
}

/** What was chosen, each with the address that takes it back. */
export function chosenOf(query: NoticeSearch, locale: Locale, t: Words): Chosen[] {
  const without = (key: keyof NoticeSearch) => addressOf({ ...query, [key]: "", page: 1 } as NoticeSearch);
  const labels: readonly [keyof NoticeSearch, string][] = [
    ["q", query.q],
    ["trade", query.trade ? word(locale, TRADE_TERMS[query.trade] ?? { zh: query.trade, en: query.trade }) : ""],
    ["region", query.region ? word(locale, REGION_TERMS[query.region] ?? { zh: query.region, en: query.region }) : ""],
    ["since", query.since ? t(`list.since${query.since}`) : ""],
    ["amount", query.amount ? t(`list.${query.amount}`) : ""],
    ["due", query.due ? `${t("list.due")} ${t(`list.due${query.due}`)}` : ""],
  ];
  return labels.filter(([, label]) => label).map(([key, label]) => ({ label, without: without(key) }));
}

export function hitOf(hit: FoundNotice, t: Words): Hit {
  const facts = [
    hit.tendereeName,
    ...(hit.training ? [<b key="t">{t("list.training")}</b>] : []),
    t("list.lots", { count: hit.lotCount }),
    ...(hit.ceilingFen === null
      ? []
      : [
          <span key="c">
            {t("list.ceiling")} <Money value={hit.ceilingFen} unit />
          </span>,
        ]),
    <span key="p">
      {t("list.published")} <Instant at={hit.publishedAt} part="date" />
    </span>,
    ...(hit.changes > 0
      ? [
          <span key="g">
            {t("list.changed", { count: hit.changes })} <Instant at={hit.changedAt} part="date" />
          </span>,
        ]
      : []),
  ];
  return {
    id: hit.id,
    href: `/notices/${hit.id}`,
    title: hit.title,
    facts,
    state: stateOf(hit, t),
    due: hit.deadline ?? hit.endsAt,
  };
}

function stateOf(hit: FoundNotice, t: Words): StateTerm | null {
  if (!hit.state) return null;
  const { stage, flag, closing } = hit.state;
  if (flag) return FLAG_TERMS[flag];
  if (closing) return { tone: "attention", zh: t("list.closing"), en: t("list.closing") };
  return STAGE_TERMS[stage];
}
