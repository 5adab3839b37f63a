import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { BarChart } from "@/components/ui/bar-chart";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { RuleLink } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import { asLocale } from "@/lib/i18n/locale";
import { FLAG_TERMS, STAGE_TERMS, word } from "@/lib/i18n/terms";
import { viewSupervision, type WatchedLine } from "@/lib/usecases/supervision/view-supervision";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { LotTable } from "./lot-table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("oversight"))("title") };
}

export default async function SupervisionPage() {
  const actor = await currentActor();
  const [view, t, locale] = await Promise.all([
    orNotFound(viewSupervision(actor, {})),
    getTranslations("oversight"),
    getLocale().then(asLocale),
  ]);
  const { asOf, running, suspended, openingsToday, stages, lots } = view;
  return (
    <>
      <PageHeader
        title={t("title")}
        meta={[actor.partyName, t.rich("asOf", { at: () => <Instant at={asOf} part="time" /> })]}
      />
      <dl className="sum">
        <div>
          <dt>{t("running")}</dt>
          <dd className="num">{running}</dd>
        </div>
        <div>
          <dt>{t("openingsToday")}</dt>
          <dd className="num">{openingsToday.length}</dd>
        </div>
        <div>
          <dt>{t("suspended")}</dt>
          <dd className="num">{suspended}</dd>
        </div>
      </dl>
      <div className="cols2">
        <section>
          <h2>{t("openingsToday")}</h2>
          <p className="sec">
            {t("beforeDeadline")} <RuleLink id="R-159" />
          </p>
          <DataTable
            caption={t("openingsToday")}
            rows={openingsToday}
            rowKey={({ lotId }) => lotId}
            empty={t("noOpenings")}
            columns={[
              {
                key: "at",
                head: t("time"),
                nowrap: true,
                cell: ({ deadline }) => <Instant at={deadline} part="time" />,
              },
              { key: "lot", head: t("lot"), cell: (line) => `${line.tenderName} ${line.lotName}` },
              { key: "state", head: t("state"), cell: (line) => <StateMark term={stateTerm(line)} /> },
            ]}
          />
        </section>
        <div className="charts">
          <BarChart
            title={t("byStage")}
            head={[t("stage"), t("lots")]}
            bars={stages.map(({ stage, count }) => ({ label: word(locale, STAGE_TERMS[stage]), value: count }))}
            asOf={asOf}
          />
        </div>
      </div>
      <section className="sect">
        <h2>{t("allLots")}</h2>
        <LotTable lots={lots} />
      </section>
    </>
  );
}

const stateTerm = ({ flag, stage }: WatchedLine) => (flag ? FLAG_TERMS[flag] : STAGE_TERMS[stage]);
