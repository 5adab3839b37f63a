import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { RuleActions, RuleSources } from "@/components/public/rule-words";
import { DefinitionList } from "@/components/ui/definition-list";
import { Breadcrumb } from "@/components/ui/page-header";
import { isRuleId, RULE_IDS, ruleOf, sectionOf } from "@/lib/domain/rules";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";

type Props = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: Props) {
  const { id } = await params;
  if (!isRuleId(id)) return {};
  const locale = asLocale(await getLocale());
  return { title: id, description: word(locale, ruleOf(id)) };
}

/** One rule: its words, what the platform does about it, where it comes from, its numbers. */
export default async function RulePage({ params }: Props) {
  const { id } = await params;
  if (!isRuleId(id)) notFound();
  const [t, locale, rule] = [await getTranslations("help"), asLocale(await getLocale()), ruleOf(id)];
  const at = RULE_IDS.indexOf(id);
  const numbers = Object.entries(rule.params ?? {});
  const around = [
    [t("rules.before"), RULE_IDS[at - 1]],
    [t("rules.after"), RULE_IDS[at + 1]],
  ] as const;
  return (
    <main id="main" className="col">
      <Breadcrumb
        surface="public"
        items={[
          { label: t("home"), href: "/" },
          { label: t("title"), href: "/help" },
          { label: t("rules.title"), href: "/help/rules" },
          { label: id },
        ]}
      />
      <div className="page-head">
        <h1>{t("rules.rule", { id })}</h1>
        <p className="lead" lang={locale}>
          {word(locale, rule)}
        </p>
        {locale === "en" ? (
          <p className="lead" lang="zh-CN">
            {rule.zh}
          </p>
        ) : null}
      </div>
      <DefinitionList
        layout="facts"
        items={[
          { term: t("rules.section"), value: t(`rules.sections.${sectionOf(id)}`) },
          { term: t("rules.action"), value: <RuleActions actions={rule.actions} /> },
          { term: t("rules.from"), value: rule.effectiveFrom },
          ...(rule.effectiveTo ? [{ term: t("rules.to"), value: rule.effectiveTo }] : []),
          ...(numbers.length > 0
            ? [
                {
                  term: t("rules.numbers"),
                  value: (
                    <span className="code">{numbers.map(([name, value]) => `${name} = ${value}`).join("; ")}</span>
                  ),
                  wide: true,
                },
              ]
            : []),
          { term: t("rules.sources"), value: <RuleSources sources={rule.sources} />, wide: true },
        ]}
      />
      <p className="btn-row" style={{ marginTop: 24 }}>
        {around.map(([label, other]) =>
          other ? (
            <Link key={label} className="btn sm" href={`/help/rules/${other}`} prefetch={false}>
              {label} {other}
            </Link>
          ) : null,
        )}
      </p>
    </main>
  );
}
