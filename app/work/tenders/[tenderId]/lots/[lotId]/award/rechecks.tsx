import { getTranslations } from "next-intl/server";
import { ReportChange } from "@/components/award/report-change";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import type { AwardView } from "@/lib/usecases/award/view-award";
import { prepareChangeAction, reportChangeAction } from "./actions";

const TONES = { confirmed: "good", unfit: "bad", asked: "attention" } as const;

/** Candidates that the committee was asked to look at again, and the way to ask it, until the letters are out. */
export async function Rechecks({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  const { lot, rechecks } = view;
  const open = view.candidates.filter(
    ({ digest, fell }) => fell === null && !rechecks.some((one) => one.digest === digest && one.outcome === null),
  );
  const mayReport = view.mayReportChange && open.length > 0;
  if (rechecks.length === 0 && !mayReport) return null;
  return (
    <section className="sect">
      <h2>{t("change.title")}</h2>
      {rechecks.length > 0 ? (
        <>
          <p className="sec">
            {t("change.waits")} <RuleLinks ids={["R-143"]} />
          </p>
          <DataTable
            caption={t("change.title")}
            rows={rechecks}
            rowKey={({ id }) => id}
            empty="—"
            columns={[
              { key: "name", head: t("name"), cell: ({ name }) => name },
              { key: "reason", head: t("change.reason"), cell: ({ reason }) => <span className="wrap">{reason}</span> },
              { key: "by", head: t("change.by"), nowrap: true, cell: ({ role }) => t(`change.roles.${role}`) },
              { key: "at", head: t("change.at"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
              {
                key: "outcome",
                head: t("change.outcome"),
                cell: ({ outcome, answered, closedAt }) => (
                  <>
                    <StateMark
                      tone={TONES[outcome ?? "asked"]}
                      label={outcome ? t(`change.outcomes.${outcome}`) : t("change.asked", { count: answered })}
                    />{" "}
                    {closedAt ? <Instant at={closedAt} /> : null}
                  </>
                ),
              },
            ]}
          />
        </>
      ) : null}
      {mayReport ? (
        <ReportChange
          lotId={lot.id}
          candidates={open.map(({ digest, name, rank }) => ({ digest, name, rank }))}
          prepare={prepareChangeAction}
          commit={reportChangeAction}
        />
      ) : null}
    </section>
  );
}
