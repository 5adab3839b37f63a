import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/layout/brand";
import { ClientWords } from "@/components/layout/client-words";
import { DrillBanner } from "@/components/layout/drill-banner";
import { LanguageSwitch, SizeSwitch } from "@/components/layout/preference-forms";
import { ClockWarning, ServerClock } from "@/components/ui/server-clock";
import { keepPreferences } from "@/lib/web/preferences";
import { shellFacts } from "@/lib/web/shell";

/** Frame of the pages on which one comes in: sign-in, choice of identity, registration, invitation. */
export default async function EntryLayout({ children }: { readonly children: ReactNode }) {
  const [{ now, drill, preferences }, t] = await Promise.all([shellFacts(), getTranslations("shell")]);
  return (
    <div className="wk">
      {drill ? <DrillBanner /> : null}
      <header className="si-top">
        <Link className="brand" href="/" prefetch={false}>
          <Mark className="mark" />
          <b>{t("name")}</b>
          <span>{t("tagline")}</span>
        </Link>
        <p className="num">
          {t("serverTime")} <b>{now === null ? t("noTime") : <ServerClock now={now.getTime()} />}</b> {t("beijing")}
        </p>
        <nav aria-label={t("common")}>
          <SizeSwitch keep={keepPreferences} size={preferences.size} />
          <LanguageSwitch keep={keepPreferences} />
          <Link href="/help" prefetch={false}>
            {t("help")}
          </Link>
        </nav>
      </header>
      {now ? <ClockWarning now={now.getTime()} /> : null}
      <ClientWords areas={["signIn", "register"]}>{children}</ClientWords>
    </div>
  );
}
