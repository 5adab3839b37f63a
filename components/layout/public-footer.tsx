import Link from "next/link";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { PLATFORM } from "@/lib/i18n/platform-facts";

const COLUMNS = {
  platform: ["/disclosure", "/disclosure#peers", "/disclosure#fees", "/open-data", "/trust"],
  rules: ["/help/rules", "/help", "/accessibility", "/help#privacy"],
  supervision: ["/supervision", "/help#objection", "/help#complaint", "/help#security"],
} as const;

/** Footer: telephone, ways to the platform's duties, who operates it, as of when. */
export function PublicFooter({ now }: { readonly now: Date | null }) {
  const t = useTranslations("shell");
  return (
    <footer className="foot">
      <div className="col">
        <div className="cols">
          <section aria-labelledby="foot-tel">
            <h2 id="foot-tel">{t("foot.support")}</h2>
            <p className="tel">{PLATFORM.phone}</p>
            <p>{t("foot.hours")}</p>
            <p>{t("foot.openingHours")}</p>
          </section>
          {Object.entries(COLUMNS).map(([column, links]) => (
            <nav key={column} aria-labelledby={`foot-${column}`}>
              <h2 id={`foot-${column}`}>{t(`foot.${column}`)}</h2>
              <ul>
                {links.map((href, at) => (
                  <li key={href}>
                    <Link href={href} prefetch={false}>
                      {t(`foot.${column}${at + 1}`)}
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
          ))}
        </div>
        <p className="legal">
          <span>{t("foot.operator", { name: PLATFORM.operator.name })}</span>
          <span>{PLATFORM.siteRecord}</span>
          <span>{PLATFORM.certification === null ? t("foot.uncertified") : t("foot.certified")}</span>
          {now ? (
            <span>
              {t("foot.asOf")} <Instant at={now} />
            </span>
          ) : null}
        </p>
        {now ? (
          <p className="print-only">
            {t("foot.printed")} <Instant at={now} /> {t("beijing")}
          </p>
        ) : null}
      </div>
    </footer>
  );
}
