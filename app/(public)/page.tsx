import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { HomeAside } from "@/components/public/home-aside";
import { HomeSearch } from "@/components/public/home-search";
import { LatestNotices } from "@/components/public/latest-notices";
import { OpeningsBoard } from "@/components/public/openings-board";
import { SectionHead } from "@/components/public/section-head";
import { beijingClock, beijingDate } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";
import { CATEGORY_TERMS, NOTICE_TERMS, TRADE_TERMS } from "@/lib/i18n/trade-terms";
import type { NoticeType } from "@/lib/domain/notice-content";
import { viewHome } from "@/lib/usecases/notice/view-home";
import { currentActor } from "@/lib/web/session";
import { boardRow } from "./openings/board-row";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notices"))("home.title") };
}

export default async function HomePage() {
  const [view, t, p, l] = await Promise.all([
    viewHome(await currentActor()),
    getTranslations("notices"),
    getTranslations("public"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  const [, month, day] = beijingDate(view.now).split("-").map(Number);
  const capped = (count: number) => Math.min(count, view.countLimit);
  const kind = (type: NoticeType) => word(locale, NOTICE_TERMS[type]);
  return (
    <main id="main" className="home-page">
      <HomeSearch
        links={[
          { href: "/notices?kind=tenderNotice", label: kind("tenderNotice"), count: capped(view.counts.tender) },
          {
            href: "/notices?kind=amendmentNotice",
            label: kind("amendmentNotice"),
            count: capped(view.counts.amendment),
          },
          {
            href: "/notices?kind=candidateNotice",
            label: kind("candidateNotice"),
            count: capped(view.counts.candidate),
          },
          {
            href: "/notices?kind=all&scope=all&sort=new&since=1",
            label: t("home.today"),
            count: capped(view.counts.today),
          },
        ]}
      />
      <div className="col">
        <section className="sec first" aria-labelledby="h-open">
          <SectionHead
            id="h-open"
            title={
              <>
                {p("home.today")} <span className="date">{t("home.date", { month: month ?? 0, day: day ?? 0 })}</span>
              </>
            }
            more={{ href: "/openings", label: p("home.allOpenings") }}
          />
          <OpeningsBoard
            caption={p("home.today")}
            rows={view.openings.map((line) => boardRow(line, view.now, locale, t))}
            now={view.now}
            empty={p("home.noOpenings")}
          />
        </section>
        <div className="split sec">
          <section aria-labelledby="h-new">
            <SectionHead
              id="h-new"
              title={p("home.latest")}
              more={{ href: "/notices?kind=all&scope=all", label: p("home.allNotices") }}
            />
            <LatestNotices
              empty={p("home.noNotices")}
              items={view.latest.map((hit) => ({
                id: hit.id,
                href: `/notices/${hit.id}`,
                title: hit.title,
                facts: [
                  hit.tendereeName,
                  word(locale, TRADE_TERMS[hit.trade] ?? { zh: hit.trade, en: hit.trade }),
                  word(locale, CATEGORY_TERMS[hit.category] ?? { zh: "", en: "" }),
                  t("list.lots", { count: hit.lotCount }),
                ].filter(Boolean),
                ...(hit.deadline ? { due: { label: t("home.deadline"), at: hit.deadline } } : {}),
                kind: kind(hit.type as NoticeType),
                publishedAt: hit.publishedAt,
              }))}
            />
          </section>
          <HomeAside
            state={{
              peersGood: view.hub.good,
              lastSuccess: view.hub.lastSuccess ? beijingClock(view.hub.lastSuccess) : null,
              certification: t("home.notCertified"),
            }}
          />
        </div>
      </div>
    </main>
  );
}
