import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/status-tag";
import { BID_TERMS, STAGE_TERMS } from "@/lib/i18n/terms";
import { viewBids } from "@/lib/usecases/bid/view-bids";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bid"))("list.title") };
}

export default async function BidsPage() {
  const { lines } = await orNotFound(viewBids(await currentActor()));
  const t = await getTranslations("bid");
  return (
    <>
      <PageHeader title={t("list.title")} />
      <DataTable
        caption={t("list.title")}
        rows={lines}
        rowKey={(line) => line.id}
        empty={t("list.empty")}
        columns={[
          {
            key: "lot",
            head: t("list.lot"),
            cell: (line) => <Link href={`/work/bids/${line.id}`}>{`${line.tenderName} ${line.lotName}`}</Link>,
          },
          { key: "stage", head: t("list.stage"), cell: (line) => <StateMark term={STAGE_TERMS[line.stage]} /> },
          {
            key: "deadline",
            head: t("list.deadline"),
            nowrap: true,
            cell: (line) => (line.deadline ? <Instant at={line.deadline} /> : "—"),
          },
          { key: "state", head: t("list.state"), cell: (line) => <StateMark term={BID_TERMS[line.state]} /> },
        ]}
      />
    </>
  );
}
