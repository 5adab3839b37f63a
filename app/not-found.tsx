import Link from "next/link";
import { getTranslations } from "next-intl/server";

export async function generateMetadata() {
  const t = await getTranslations("shell");
  return { title: t("notFound.title") };
}

/** Not there and not permitted look the same to strangers (ux 8). */
export default async function NotFound() {
  const t = await getTranslations("shell");
  return (
    <div className="pub">
      <main id="main" className="col plain-page">
        <h1>{t("notFound.title")}</h1>
        <p className="lead">{t("notFound.words")}</p>
        <form action="/notices" method="get" className="find">
          <label className="vh" htmlFor="q">
            {t("notFound.search")}
          </label>
          <input id="q" name="q" type="search" placeholder={t("notFound.search")} />
          <button className="btn primary" type="submit">
            {t("notFound.go")}
          </button>
        </form>
        <p className="btn-row">
          <Link className="btn" href="/" prefetch={false}>
            {t("notFound.home")}
          </Link>
          <Link className="btn" href="/work" prefetch={false}>
            {t("workbench")}
          </Link>
        </p>
      </main>
    </div>
  );
}
