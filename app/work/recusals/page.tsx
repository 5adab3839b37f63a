import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField, TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import { MEMBER_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import { RECUSAL_CODES } from "@/lib/usecases/committee/recuse-self";
import { viewInvitations } from "@/lib/usecases/committee/view-invitations";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { recuseSelfAction } from "../evaluations/actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("committee.recusals"))("title") };
}

/** Where a member keeps itself out, before or during its work. */
export default async function RecusalsPage() {
  const [lines, t] = await Promise.all([
    orNotFound(viewInvitations(await currentActor())),
    getTranslations("committee.recusals"),
  ]);
  const open = lines.filter(({ mayLeave, flag }) => mayLeave && flag !== "failed" && flag !== "terminated");
  const over = lines.filter(({ state }) => state === "recused");
  return (
    <>
      <PageHeader title={t("title")} />
      <p className="sec">
        {t("intro")} <RuleLinks ids={["R-109"]} />
      </p>
      <section className="sect">
        <h2>{t("open")}</h2>
        {open.length === 0 ? <EmptyState>{t("none")}</EmptyState> : null}
        {open.map((line) => (
          <div className="sheet between" key={line.id}>
            <p>
              <b>
                {line.tenderName} {line.lotName}
              </b>{" "}
              <StateMark term={stateTerm(MEMBER_STATES, line.state)} />
            </p>
            <ConfirmAct
              label={t("act")}
              title={t("actTitle")}
              action={recuseSelfAction}
              hidden={{ lotId: line.lotId }}
              kind="danger"
            >
              <p>{t("effect")}</p>
              <SelectField
                name="cause"
                label={t("cause")}
                options={RECUSAL_CODES.map((code) => ({ value: code, label: t(`causes.${code}`) }))}
              />
              <TextArea name="reason" label={t("reason")} rows={3} />
            </ConfirmAct>
          </div>
        ))}
      </section>
      <section className="sect">
        <h2>{t("history")}</h2>
        <DataTable
          caption={t("history")}
          rows={over}
          rowKey={({ id }) => id}
          empty={t("noHistory")}
          columns={[
            { key: "lot", head: t("lot"), cell: ({ lotName, tenderName }) => `${tenderName} ${lotName}` },
            { key: "at", head: t("at"), nowrap: true, cell: ({ answeredAt }) => <Instant at={answeredAt} /> },
          ]}
        />
      </section>
    </>
  );
}
