import { useTranslations } from "next-intl";

/** Every page of a sandbox says that it is a drill (settled 13). */
export function DrillBanner() {
  const t = useTranslations("shell");
  return (
    <aside className="drill" aria-label={t("drill")}>
      <b>{t("drill")}</b>
      {t("drillWords")}
    </aside>
  );
}
