import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/status-tag";
import { OBJECTION_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import { viewMyObjections } from "@/lib/usecases/objection/view-objections";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("objection"))("title") };
}

export default async function ObjectionsPage() {
  const rows = await orNotFound(viewMyObjections(await currentActor()));
  const t = await getTranslations("objection");
  return (
    <>
      <PageHeader title={t("title")} />
      <DataTable
        caption={t("title")}
        rows={rows}
        rowKey={(row) => row.id}
        empty={t("empty")}
        columns={[
          { key: "lot", head: t("lot"), cell: (row) => <Link href={`/work/objections/${row.id}`}>{row.lotName}</Link> },
          { key: "kind", head: t("against"), cell: (row) => t(`kind.${row.kind}`) },
          { key: "at", head: t("at"), nowrap: true, cell: (row) => <Instant at={row.at} /> },
          { key: "due", head: t("due"), nowrap: true, cell: (row) => <Instant at={row.dueLimit} /> },
          {
            key: "state",
            head: t("state"),
            cell: (row) => <StateMark term={stateTerm(OBJECTION_STATES, row.state)} />,
          },
        ]}
      />
    </>
  );
}
