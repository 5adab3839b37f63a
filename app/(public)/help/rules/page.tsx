import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { DocumentFrame } from "@/components/public/document-frame";
import { RuleActions } from "@/components/public/rule-words";
import { ruleOf, RULE_SECTIONS, RULE_SETS, type RuleId, type RuleSection } from "@/lib/domain/rules";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";

export async function generateMetadata() {
  const t = await getTranslations("help");
  return { title: t("rules.title"), description: t("rules.lead") };
}

/** The catalogue of rules that the platform follows, section by section. */
export default async function RulesPage() {
  const [t, locale] = [await getTranslations("help"), asLocale(await getLocale())];
  const sections = Object.keys(RULE_SECTIONS) as RuleSection[];
  const parts = sections.map((section) => ({
    id: section,
    title: t(`rules.sections.${section}`),
    body: (
      <table className="stack">
        <caption className="vh">{t(`rules.sections.${section}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t("rules.id")}</th>
            <th scope="col">{t("rules.text")}</th>
            <th scope="col">{t("rules.action")}</th>
          </tr>
        </thead>
        <tbody>
          {(Object.keys(RULE_SECTIONS[section]) as RuleId[]).map((id) => (
            <tr key={id}>
              <th scope="row">
                <Link className="code nb" href={`/help/rules/${id}`} prefetch={false}>
                  {id}
                </Link>
              </th>
              <td data-l={t("rules.text")}>
                <span>{word(locale, ruleOf(id))}</span>
              </td>
              <td data-l={t("rules.action")} className="nb">
                <RuleActions actions={ruleOf(id).actions} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    ),
  }));
  const lead = t("rules.leadSet", { version: RULE_SETS.at(-1)?.version ?? "" });
  return (
    <DocumentFrame title={t("rules.title")} lead={lead} crumbs={[{ label: t("title"), href: "/help" }]} parts={parts} />
  );
}
