import Link from "next/link";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";

export type QuickLink = { readonly href: string; readonly label: string; readonly count?: number };

/** The band at the top of the home page: search, what is open, and a quick check of a document. */
export function HomeSearch({ links }: { readonly links: readonly QuickLink[] }) {
  const t = useTranslations("public");
  return (
    <div className="lead-band">
      <div className="col split">
        <div>
          <h1>{t("home.title")}</h1>
          <search>
            <form className="find" action="/notices" method="get">
              <label className="vh" htmlFor="q">
                {t("home.searchLabel")}
              </label>
              <input id="q" name="q" type="search" placeholder={t("home.searchHint")} autoComplete="off" />
              <button className="btn primary" type="submit">
                <Icon name="search" />
                {t("search")}
              </button>
            </form>
          </search>
          {links.length > 0 ? (
            <p className="try">
              <span>{t("home.open")}</span>
              {links.map(({ href, label, count }) => (
                <Link key={href} href={href} prefetch={false}>
                  {count === undefined ? label : `${label} ${count}`}
                </Link>
              ))}
            </p>
          ) : null}
        </div>
        <div className="quick">
          <h2>{t("home.verify")}</h2>
          <form action="/verify" method="get">
            <label className="vh" htmlFor="number">
              {t("home.number")}
            </label>
            <input id="number" name="number" type="text" placeholder={t("home.numberHint")} autoComplete="off" />
            <button className="btn" type="submit">
              {t("verify.submit")}
            </button>
          </form>
          <p className="small">
            <Link href="/verify" prefetch={false}>
              {t("home.verifyFile")}
            </Link>
          </p>
        </div>
      </div>
    </div>
  );
}
