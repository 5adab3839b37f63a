import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { viewTrustWork } from "@/lib/usecases/trust/view-changes";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("trust"))("title") };
}

export default async function TrustWorkPage() {
  const view = await orNotFound(viewTrustWork(await currentActor(), {}, await deps()));
  const t = await getTranslations("trust");
  const troubled = view.lists.filter(({ problem }) => problem !== null);
  return (
    <>
      <PageHeader
        title={t("title")}
        meta={[t("number", { version: view.version })]}
        actions={<ButtonLink href="/work/operations/trust/edit">{t("add")}</ButtonLink>}
      />
      <section>
        <h2>{t("waiting")}</h2>
        <DataTable
          caption={t("waiting")}
          rows={view.waiting}
          rowKey={({ id }) => id}
          empty={t("waitingEmpty")}
          columns={[
            {
              key: "authority",
              head: t("authority"),
              cell: ({ id, authorityId }) => (
                <Link href={`/work/operations/trust/${id}`} prefetch={false}>
                  {authorityId}
                </Link>
              ),
            },
            { key: "reason", head: t("reason"), cell: ({ reason }) => reason },
            { key: "by", head: t("by"), cell: ({ by }) => by },
            { key: "at", head: t("at"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
            { key: "own", head: t("state"), cell: ({ own }) => t(own ? "ownWaits" : "yours") },
          ]}
        />
      </section>
      <section className="sect">
        <h2>{t("authorities")}</h2>
        <DataTable
          caption={t("authorities")}
          rows={view.authorities}
          rowKey={({ id }) => id}
          empty={t("none")}
          columns={[
            {
              key: "name",
              head: t("field.name"),
              cell: ({ id, name }) => (
                <>
                  {name}
                  <br />
                  <small className="mono">{id}</small>
                </>
              ),
            },
            {
              key: "algorithms",
              head: t("field.algorithms"),
              cell: ({ algorithms }) => algorithms.join(t("comma")).toUpperCase(),
            },
            {
              key: "state",
              head: t("state"),
              cell: ({ distrustAfter }) => (
                <StatusTag tone={distrustAfter ? "bad" : "good"} label={t(distrustAfter ? "distrusted" : "good")} />
              ),
            },
            {
              key: "edit",
              head: t("change"),
              cell: ({ id, name }) => (
                <ButtonLink href={`/work/operations/trust/edit?authority=${id}`} size="sm">
                  {t("propose")}
                  <span className="vh"> {name}</span>
                </ButtonLink>
              ),
            },
          ]}
        />
        <p className="sec">
          <Link href="/trust">{t("publicPage")}</Link>
        </p>
      </section>
      <section className="sect">
        <h2>{t("troubles")}</h2>
        <DataTable
          caption={t("troubles")}
          rows={troubled}
          rowKey={({ url }) => url}
          empty={t("troublesEmpty")}
          columns={[
            { key: "url", head: t("address"), cell: ({ url }) => <span className="mono">{url}</span> },
            { key: "problem", head: t("problem"), cell: ({ problem }) => problem },
            { key: "failures", head: t("failures"), right: true, cell: ({ failures }) => failures },
            { key: "tried", head: t("triedAt"), nowrap: true, cell: ({ triedAt }) => <Instant at={triedAt} /> },
            { key: "got", head: t("fetchedAt"), nowrap: true, cell: ({ fetchedAt }) => <Instant at={fetchedAt} /> },
          ]}
        />
      </section>
    </>
  );
}
