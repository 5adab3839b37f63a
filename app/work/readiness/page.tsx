import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReadinessCheck } from "@/components/identity/readiness-check";
import { ClientWords } from "@/components/layout/client-words";
import { PageHeader } from "@/components/ui/page-header";
import { viewReadiness } from "@/lib/usecases/readiness/view-readiness";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { StateMark } from "@/components/ui/status-tag";
import { checkReadinessAction, prepareReadinessAction } from "./actions";

const TONE = { pass: "good", warn: "attention", fail: "bad" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("readiness"))("title") };
}

export default async function ReadinessPage() {
  const earlier = await orNotFound(viewReadiness(await currentActor(), {}, await deps()));
  const t = await getTranslations("readiness");
  return (
    <ClientWords areas={["readiness"]}>
      <PageHeader
        crumbs={[{ label: t("organisation"), href: "/work/organisation" }, { label: t("title") }]}
        title={t("title")}
      />
      <p className="sec" style={{ maxWidth: 720, marginBottom: 24 }}>
        {t("lead")}
      </p>
      <ReadinessCheck prepare={prepareReadinessAction} finish={checkReadinessAction} />
      <section className="sect">
        <h2>{t("earlier")}</h2>
        <DataTable
          caption={t("earlier")}
          rows={earlier}
          rowKey={({ sha256 }) => sha256}
          empty={t("earlierEmpty")}
          columns={[
            { key: "at", head: t("at"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
            { key: "subject", head: t("certificate"), cell: ({ subject }) => subject },
            {
              key: "overall",
              head: t("outcome"),
              cell: ({ overall }) => <StateMark tone={TONE[overall]} label={t(`outcomes.${overall}`)} />,
            },
          ]}
        />
      </section>
    </ClientWords>
  );
}
