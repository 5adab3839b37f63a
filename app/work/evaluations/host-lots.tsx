import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/status-tag";
import type { Actor } from "@/lib/domain/actor";
import { COMMITTEE_STATES } from "@/lib/i18n/state-terms";
import { FLAG_TERMS, STAGE_TERMS, stateTerm } from "@/lib/i18n/terms";
import { viewLotsInEvaluation } from "@/lib/usecases/evaluation/view-lots-in-evaluation";
import { orNotFound } from "@/lib/web/page";

export async function HostLots({ actor }: { readonly actor: Actor }) {
  const [lines, t] = await Promise.all([orNotFound(viewLotsInEvaluation(actor)), getTranslations("committee.list")]);
  return (
    <>
      <PageHeader title={t("title")} />
      <DataTable
        caption={t("title")}
        rows={lines}
        rowKey={({ lotId }) => lotId}
        empty={t("empty")}
        columns={[
          {
            key: "lot",
            head: t("lot"),
            cell: ({ lotId, tenderId, name, tenderName }) => (
              <>
                <Link href={`/work/tenders/${tenderId}/lots/${lotId}/evaluation`}>{name}</Link>
                <span className="sec"> {tenderName}</span>
              </>
            ),
          },
          {
            key: "stage",
            head: t("stage"),
            nowrap: true,
            cell: ({ stage, flag }) => <StateMark term={flag ? FLAG_TERMS[flag] : STAGE_TERMS[stage]} />,
          },
          {
            key: "committee",
            head: t("committee"),
            nowrap: true,
            cell: ({ committee }) =>
              committee ? (
                <StateMark term={stateTerm(COMMITTEE_STATES, committee)} />
              ) : (
                <StateMark tone="neutral" label={t("notFormed")} />
              ),
          },
          {
            key: "accepted",
            head: t("accepted"),
            right: true,
            cell: ({ committee, accepted, size }) => (committee ? t("acceptedValue", { accepted, size }) : "—"),
          },
          { key: "opening", head: t("opening"), nowrap: true, cell: ({ deadline }) => <Instant at={deadline} /> },
        ]}
      />
    </>
  );
}
