import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Code } from "@/components/ui/code";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RuleLinks } from "@/components/ui/rule-link";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";
import { REGION_TERMS } from "@/lib/i18n/trade-terms";
import { viewExpert } from "@/lib/usecases/committee/view-expert";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("committee.profile"))("title") };
}

/** An evaluator's own entry in the pool; for everybody else account and sessions are all there is. */
export default async function ProfilePage() {
  const actor = await currentActor();
  if (actor.role !== "evaluator") redirect("/work/sessions");
  const [view, t, locale] = await Promise.all([
    orNotFound(viewExpert(actor)),
    getTranslations("committee.profile"),
    getLocale(),
  ]);
  const { expert } = view;
  const region = expert && REGION_TERMS[expert.regionCode];
  return (
    <>
      <PageHeader title={t("title")} meta={[view.name]} />
      {expert ? (
        <section className="sect">
          <h2>{t("expert")}</h2>
          <DefinitionList
            items={[
              { term: t("specialties"), value: expert.specialties.join("、") },
              { term: t("jobTitle"), value: expert.title },
              { term: t("region"), value: region ? word(asLocale(locale), region) : expert.regionCode },
              { term: t("since"), value: <Instant at={expert.since} part="date" /> },
              { term: t("state"), value: t(`states.${expert.state}`) },
            ]}
          />
          <p className="sec">{t("change")}</p>
        </section>
      ) : (
        <Notice>{t("notExpert")}</Notice>
      )}
      <section className="sect">
        <h2>{t("employers")}</h2>
        <p className="sec">
          {t("employersHint")} <RuleLinks ids={["R-109"]} />
        </p>
        <DataTable
          caption={t("employers")}
          rows={view.employers}
          rowKey={({ uscc }) => uscc}
          empty={t("noEmployers")}
          columns={[
            { key: "name", head: t("name"), cell: ({ name }) => name ?? t("unregistered") },
            { key: "code", head: t("code"), nowrap: true, cell: ({ uscc }) => <Code value={uscc} /> },
          ]}
        />
      </section>
      <p>
        <Link href="/work/sessions" prefetch={false}>
          {t("sessions")}
        </Link>
      </p>
    </>
  );
}
