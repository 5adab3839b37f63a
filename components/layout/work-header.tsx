import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { ServerClock } from "@/components/ui/server-clock";
import type { Actor } from "@/lib/domain/actor";
import { beijingTime } from "@/lib/i18n/instants";
import { asLocale } from "@/lib/i18n/locale";
import { ROLE_TERMS, word } from "@/lib/i18n/terms";
import { Mark } from "./brand";
import { type NavItem, NavLinks } from "./nav-links";
import { type KeepPreferences, LanguageSwitch, type Preferences, SizeSwitch } from "./preference-forms";

type Props = {
  readonly actor: Pick<Actor, "name" | "partyName" | "role">;
  readonly now: number | null;
  readonly unread: number;
  readonly menu: readonly NavItem[];
  readonly preferences: Preferences;
  readonly keep: KeepPreferences;
};

/** 48 px: in whose name, the server's clock, messages, help, text size, language, the person. */
export function WorkHeader({ actor, now, unread, menu, preferences, keep }: Props) {
  const t = useTranslations("shell");
  const locale = asLocale(useLocale());
  const role = word(locale, ROLE_TERMS[actor.role]);
  return (
    <header className="top">
      <Link className="brand" href="/work" prefetch={false}>
        <Mark className="mark" />
        {t("name")}
        <i>{t("workbench")}</i>
      </Link>
      <p className="who">
        {t.rich("as", {
          party: actor.partyName || actor.name,
          role,
          b: (words) => <b title={actor.partyName || actor.name}>{words}</b>,
          sub: (words) => <span className="sub">{words}</span>,
        })}{" "}
        <Link className="hide-s" href="/sign-in/choose" prefetch={false}>
          {t("switch")}
        </Link>
      </p>
      <p className="clock">
        <span className="hide-s">{t("serverTime")}</span>
        <b className="num">{now === null ? "—" : <ServerClock now={now} />}</b>{" "}
        <span className="hide-s">{t("beijing")}</span>
      </p>
      <nav aria-label={t("common")}>
        <Link href="/work/messages" prefetch={false}>
          {t("messages")}
          {unread > 0 ? <span className="count">{unread}</span> : null}
        </Link>
        <Link href="/help" prefetch={false}>
          {t("help")}
        </Link>
        <SizeSwitch keep={keep} size={preferences.size} />
        <LanguageSwitch keep={keep} />
        <Link href="/work/sessions" prefetch={false}>
          {actor.name}
        </Link>
      </nav>
      <details className="burger">
        <summary>{t("menu")}</summary>
        <nav aria-label={t("mainNav")}>
          <NavLinks items={menu} />
          <Link href="/help" prefetch={false}>
            {t("help")}
          </Link>
          <Link href="/sign-in/choose" prefetch={false}>
            {t("switch")}
          </Link>
          <Link href="/work/sessions" prefetch={false}>
            {actor.name}
          </Link>
          <SizeSwitch keep={keep} size={preferences.size} />
          <LanguageSwitch keep={keep} />
        </nav>
      </details>
      {now === null ? null : <p className="print-only">{beijingTime(new Date(now))}</p>}
    </header>
  );
}
