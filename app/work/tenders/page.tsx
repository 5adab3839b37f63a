import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { LifecycleStrip } from "@/components/ui/lifecycle-steps";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/status-tag";
import { asLocale } from "@/lib/i18n/locale";
import { PROJECT_STATES, TENDER_STATES } from "@/lib/i18n/state-terms";
import { FLAG_TERMS, STEP_OF_STAGE, stateTerm, word } from "@/lib/i18n/terms";
import { CATEGORY_TERMS } from "@/lib/i18n/trade-terms";
import { type TenderLine, viewTenders } from "@/lib/usecases/tender/view-tenders";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("list.title") };
}

type Row = { readonly tender: TenderLine["tender"]; readonly lot: TenderLine["lots"][number] | null };

export default async function TendersPage() {
  const [view, t, l] = await Promise.all([
    orNotFound(viewTenders(await currentActor())),
    getTranslations("tender"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  const rows = view.tenders.flatMap(({ tender, lots }): Row[] =>
    lots.length === 0 ? [{ tender, lot: null }] : lots.map((lot) => ({ tender, lot })),
  );
  return (
    <>
      <PageHeader
        title={t("list.title")}
        actions={
          view.mayCreate ? (
            <ButtonLink kind="primary" href="/work/projects/new">
              {t("list.newProject")}
            </ButtonLink>
          ) : null
        }
      />
      {view.mayCreate && !view.contract ? (
        <Notice
          tone="attention"
          rules={["R-23"]}
          action={<ButtonLink href="/work/projects/new">{t("contract.sign")}</ButtonLink>}
        >
          {t("contract.missing")}
        </Notice>
      ) : null}
      <section>
        <DataTable
          caption={t("list.title")}
          rows={rows}
          rowKey={({ tender, lot }) => lot?.id ?? tender.id}
          empty={t("list.empty")}
          columns={[
            {
              key: "tender",
              head: t("list.tender"),
              cell: ({ tender }) => (
                <>
                  <Link href={`/work/tenders/${tender.id}`} prefetch={false}>
                    {tender.name}
                  </Link>
                  {tender.training ? <span className="sub"> {t("training")}</span> : null}
                </>
              ),
            },
            {
              key: "lot",
              head: t("list.lot"),
              cell: ({ tender, lot }) =>
                lot ? (
                  <Link href={`/work/tenders/${tender.id}/lots/${lot.id}`} prefetch={false}>
                    {lot.name}
                  </Link>
                ) : (
                  "—"
                ),
            },
            {
              key: "category",
              head: t("list.category"),
              cell: ({ tender }) => word(locale, CATEGORY_TERMS[tender.category] ?? { zh: "—", en: "—" }),
            },
            {
              key: "stage",
              head: t("list.stage"),
              cell: ({ tender, lot }) =>
                lot?.flag ? (
                  <StateMark term={FLAG_TERMS[lot.flag]} />
                ) : lot ? (
                  <LifecycleStrip current={STEP_OF_STAGE[lot.stage]} />
                ) : (
                  <StateMark term={stateTerm(TENDER_STATES, tender.state)} />
                ),
            },
            {
              key: "deadline",
              head: t("list.deadline"),
              nowrap: true,
              cell: ({ lot }) => <Instant at={lot?.deadline ?? null} />,
            },
          ]}
        />
      </section>
      {view.mayCreate ? (
        <section className="sect">
          <h2>{t("list.projects")}</h2>
          <DataTable
            caption={t("list.projects")}
            rows={view.projects}
            rowKey={(project) => project.id}
            empty={t("list.noProjects")}
            columns={[
              {
                key: "name",
                head: t("project.name"),
                cell: (project) => (
                  <Link href={`/work/projects/${project.id}`} prefetch={false}>
                    {project.name}
                  </Link>
                ),
              },
              { key: "code", head: t("project.code"), cell: (project) => <span className="code">{project.code}</span> },
              {
                key: "state",
                head: t("list.state"),
                cell: (project) => <StateMark term={stateTerm(PROJECT_STATES, project.state)} />,
              },
              {
                key: "next",
                head: t("list.next"),
                cell: (project) =>
                  project.state === "verified" || project.state === "active" ? (
                    <Link href={`/work/tenders/new?project=${project.id}`} prefetch={false}>
                      {t("list.newTender")}
                    </Link>
                  ) : (
                    "—"
                  ),
              },
            ]}
          />
        </section>
      ) : null}
    </>
  );
}
