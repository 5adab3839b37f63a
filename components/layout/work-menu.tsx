import { useTranslations } from "next-intl";
import { PLATFORM } from "@/lib/i18n/platform-facts";
import { type NavItem, NavLinks } from "./nav-links";

/** The left menu: what this role does, and under it whom to call. */
export function WorkMenu({ items }: { readonly items: readonly NavItem[] }) {
  const t = useTranslations("shell");
  return (
    <nav className="menu" aria-label={t("mainNav")}>
      <NavLinks items={items} />
      <p className="help">
        {t("support")}
        <br />
        <b className="num">{PLATFORM.phone}</b>
        <br />
        {t("supportHours")}
        <br />
        {t("supportOpening")}
      </p>
    </nav>
  );
}
