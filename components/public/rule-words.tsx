import { useLocale, useTranslations } from "next-intl";
import { type Rule, type RuleAction, SOURCES } from "@/lib/domain/rule";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";

/** What the platform does about a rule. */
export function RuleActions({ actions }: { readonly actions: readonly RuleAction[] }) {
  const t = useTranslations("help");
  return <span>{actions.map((action) => t(`rules.actions.${action}`)).join(t("comma"))}</span>;
}

/** Where a rule comes from, text by text, and how sure we are of the wording. */
export function RuleSources({ sources }: { readonly sources: Rule["sources"] }) {
  const t = useTranslations("help");
  const locale = asLocale(useLocale());
  return (
    <ul>
      {sources.map(([mark, source, article]) => (
        <li key={`${source}-${article}`}>
          {locale === "en"
            ? word(locale, SOURCES[source])
            : source === "product"
              ? SOURCES[source].zh
              : `《${SOURCES[source].zh}》`}
          {article ? ` ${t("rules.article", { article })}` : ""}{" "}
          <span className="small muted">{t(`rules.marks.${mark}`)}</span>
        </li>
      ))}
    </ul>
  );
}
