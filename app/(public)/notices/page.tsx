import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { KindTabs, NoticeFilter, ResultHead } from "@/components/public/notice-filter";
import { NoticeHits } from "@/components/public/notice-hits";
import { Breadcrumb } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Instant } from "@/components/ui/instant";
import { NOTICE_TYPES } from "@/lib/domain/notice-content";
import { count } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";
import { NOTICE_TERMS } from "@/lib/i18n/trade-terms";
import { searchNotices, searchNoticesInput } from "@/lib/usecases/notice/search-notices";
import { currentActor } from "@/lib/web/session";
import { addressOf, chosenOf, hitOf, selectsOf } from "./query-words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notices"))("list.title") };
}

type Query = Record<string, string | string[] | undefined>;

export default async function NoticesPage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const query = searchNoticesInput.parse(await searchParams);
  const [view, t, l] = await Promise.all([
    searchNotices(await currentActor(), query),
    getTranslations("notices"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  const kind = query.kind === "all" ? t("list.all") : word(locale, NOTICE_TERMS[query.kind]);
  const due = query.kind === "candidateNotice" ? t("list.endLabel") : t("list.dueLabel");
  const feed = addressOf({ ...query, page: 1 }, "").slice(1);
  return (
    <main id="main" className="col notices-page">
      <Breadcrumb surface="public" items={[{ label: t("list.home"), href: "/" }, { label: t("list.notices") }]} />
      <div className="page-head">
        <h1>{t("list.title")}</h1>
      </div>
      <KindTabs
        items={NOTICE_TYPES.filter((type) => type !== "resumptionNotice").map((type) => ({
          href: addressOf({ ...query, kind: type, page: 1, sort: "" }),
          label: word(locale, NOTICE_TERMS[type]),
          current: type === query.kind,
        }))}
      />
      <NoticeFilter
        kind={query.kind}
        text={query.q}
        selects={selectsOf(query, locale, t)}
        scope={view.scope}
        latest={view.latest}
      />
      <ResultHead
        title={t(view.more ? "list.countMore" : "list.count", { count: count(view.count), kind })}
        chosen={chosenOf(query, locale, t)}
        clear={`/notices?kind=${query.kind}`}
        sorts={(["due", "new"] as const).map((sort) => ({
          label: t(sort === "due" ? "list.sortDue" : "list.sortNew"),
          href: addressOf({ ...query, sort, page: 1 }),
          current: view.sort === sort,
        }))}
      />
      <NoticeHits hits={view.hits.map((hit) => hitOf(hit, t))} dueLabel={due} now={view.now} empty={t("list.empty")} />
      <div className="pager">
        <Pagination
          page={query.page}
          pages={view.pages}
          href={addressOf({ ...query, page: 1 }).concat("&page={page}")}
        />
        <p className="take">
          <span className="muted">{t("list.take")}</span>
          <a href={`/notices/feed/csv?${feed}`}>CSV</a> <a href={`/notices/feed/rss?${feed}`}>RSS</a>{" "}
          <a href={`/api/v1/notices?${feed}`}>JSON</a>
        </p>
      </div>
      <p className="print-only">
        {t("list.printed")} <Instant at={view.now} />
      </p>
    </main>
  );
}
