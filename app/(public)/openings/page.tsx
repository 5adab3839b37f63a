import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { OpeningsBoard } from "@/components/public/openings-board";
import { SectionHead } from "@/components/public/section-head";
import { Breadcrumb } from "@/components/ui/page-header";
import { asLocale } from "@/lib/i18n/locale";
import { DAYS, viewOpenings, viewOpeningsInput } from "@/lib/usecases/tender/view-openings";
import { currentActor } from "@/lib/web/session";
import { boardRow } from "./board-row";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notices"))("openings.title") };
}

type Query = Record<string, string | string[] | undefined>;

export default async function OpeningsPage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const input = viewOpeningsInput.parse(await searchParams);
  const [view, t, l] = await Promise.all([
    viewOpenings(await currentActor(), input),
    getTranslations("notices"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  return (
    <main id="main" className="col tender-page">
      <Breadcrumb surface="public" items={[{ label: t("list.home"), href: "/" }, { label: t("openings.title") }]} />
      <div className="page-head thead">
        <h1>{t("openings.title")}</h1>
        <div className="btn-row">
          <Link className="btn sm" prefetch={false} href={`/openings?from=${view.earlier}`}>
            {t("openings.earlier")}
          </Link>
          <Link className="btn sm" prefetch={false} href="/openings">
            {t("openings.today")}
          </Link>
          <Link className="btn sm" prefetch={false} href={`/openings?from=${view.later}`}>
            {t("openings.later")}
          </Link>
        </div>
      </div>
      {view.days.length === 0 ? <p className="none">{t("openings.empty", { days: DAYS })}</p> : null}
      {view.days.map(({ day, lines }) => (
        <section className="sec" key={day} aria-labelledby={`d-${day}`}>
          <SectionHead id={`d-${day}`} title={day} />
          <OpeningsBoard
            caption={t("openings.caption", { day })}
            rows={lines.map((line) => boardRow(line, view.now, locale, t))}
            {...(day === view.today ? { now: view.now } : {})}
            empty=""
          />
        </section>
      ))}
    </main>
  );
}
