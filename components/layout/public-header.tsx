import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { ServerClock } from "@/components/ui/server-clock";
import { Mark } from "./brand";
import { type NavItem, NavLinks } from "./nav-links";
import { ContrastSwitch, type KeepPreferences, LanguageSwitch, type Preferences, SizeSwitch } from "./preference-forms";

const ENTRIES = ["notices", "openings", "results", "verify", "supervision", "disclosure", "open-data"] as const;

type Props = {
  /** Instant of the page, milliseconds; null where the database does not answer. */
  readonly now: number | null;
  readonly preferences: Preferences;
  readonly keep: KeepPreferences;
  readonly signedIn: boolean;
};

/** Clock strip and header of the public site. */
export function PublicHeader({ now, preferences, keep, signedIn }: Props) {
  const t = useTranslations("shell");
  const english = useLocale() === "en";
  const items: readonly NavItem[] = ENTRIES.map((entry) => ({ href: `/${entry}`, label: t(`nav.${entry}`) }));
  return (
    <header>
      <div className="strip">
        <div className="col">
          <p>
            <span className="full">{t("serverTime")} </span>
            {now === null ? t("noTime") : <ServerClock now={now} />} {now === null ? null : t("beijing")}
          </p>
          <ul>
            <li className="keep">
              <SizeSwitch keep={keep} size={preferences.size} />
            </li>
            <li>
              <ContrastSwitch keep={keep} contrast={preferences.contrast} />
            </li>
            <li className="keep">
              <LanguageSwitch keep={keep} />
            </li>
            <li className="keep">
              <Link href="/help" prefetch={false}>
                {t("help")}
              </Link>
            </li>
          </ul>
        </div>
      </div>
      <div className="top">
        <div className="col">
          <Link className="brand" href="/" prefetch={false}>
            <Mark className="mark" />
            <span>
              <b>{t("name")}</b>
              <small>{t("tagline")}</small>
            </span>
          </Link>
          <nav className="nav" aria-label={t("mainNav")}>
            <NavLinks items={items} />
          </nav>
          <Link className="btn sm" href={signedIn ? "/work" : "/sign-in"} prefetch={false}>
            {signedIn ? t("workbench") : t("signIn")}
          </Link>
          <details className="menu">
            <summary>
              <Icon name="menu" />
              <span className="w">{t("menu")}</span>
              <span className="vh">{t("openMenu")}</span>
            </summary>
            <ul>
              <NavLinks items={items} list />
            </ul>
          </details>
        </div>
      </div>
      {english ? <p className="precedence">{t("precedence")}</p> : null}
    </header>
  );
}
