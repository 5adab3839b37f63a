import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { LatestNotices } from "@/components/public/latest-notices";
import { SectionHead } from "@/components/public/section-head";
import { Breadcrumb } from "@/components/ui/page-header";
import type { NoticeType } from "@/lib/domain/notice-content";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";
import { NOTICE_TERMS } from "@/lib/i18n/trade-terms";
import { viewResults } from "@/lib/usecases/notice/view-results";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notices"))("results.title") };
}

export default async function ResultsPage() {
  const [groups, t, p, l] = await Promise.all([
    viewResults(await currentActor()),
    getTranslations("notices"),
    getTranslations("public"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  return (
    <main id="main" className="col tender-page">
      <Breadcrumb surface="public" items={[{ label: t("list.home"), href: "/" }, { label: t("results.title") }]} />
      <div className="page-head">
        <h1>{t("results.title")}</h1>
        <p>{t("results.lead")}</p>
      </div>
      {groups.map(({ type, hits }) => (
        <section className="sec" key={type} aria-labelledby={`k-${type}`}>
          <SectionHead
            id={`k-${type}`}
            title={word(locale, NOTICE_TERMS[type])}
            more={{ href: `/notices?kind=${type}&scope=all&sort=new`, label: p("home.allNotices") }}
          />
          <LatestNotices
            empty={p("home.noNotices")}
            items={hits.map((hit) => ({
              id: hit.id,
              href: `/notices/${hit.id}`,
              title: hit.title,
              facts: [hit.tendereeName],
              ...(hit.endsAt ? { due: { label: t("list.endLabel"), at: hit.endsAt } } : {}),
              kind: word(locale, NOTICE_TERMS[hit.type as NoticeType]),
              publishedAt: hit.publishedAt,
            }))}
          />
        </section>
      ))}
    </main>
  );
}
