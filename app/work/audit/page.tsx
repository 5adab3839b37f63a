import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { ClientWords } from "@/components/layout/client-words";
import { ChainCheck } from "@/components/supervision/chain-check";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/status-tag";
import type { Role } from "@/lib/domain/actor";
import { asLocale } from "@/lib/i18n/locale";
import { ROLE_TERMS, STAGE_TERMS, word } from "@/lib/i18n/terms";
import { viewAudit } from "@/lib/usecases/audit/view-audit";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { checkChainAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auditLog"))("audit.title") };
}

/** The auditor's page: the chain, the lots with their records, and who looked into them. */
export default async function AuditPage() {
  const [view, t, locale] = await Promise.all([
    orNotFound(viewAudit(await currentActor())),
    getTranslations("auditLog"),
    getLocale().then(asLocale),
  ]);
  return (
    <ClientWords areas={["auditLog"]}>
      <PageHeader title={t("audit.title")} />
      <section className="sect">
        <h2>{t("chain.title")}</h2>
        <p className="sec">{t("check")}</p>
        <ChainCheck action={checkChainAction} />
      </section>
      <section className="sect">
        <h2>{t("audit.lots")}</h2>
        <DataTable
          caption={t("audit.lots")}
          rows={view.lots}
          rowKey={({ id }) => id}
          empty={t("audit.noLots")}
          columns={[
            {
              key: "name",
              head: t("audit.lot"),
              cell: ({ id, name }) => <Link href={`/work/supervision/log/${id}`}>{name}</Link>,
            },
            { key: "code", head: t("audit.code"), cell: ({ code }) => <span className="num">{code}</span> },
            { key: "stage", head: t("audit.stage"), cell: ({ stage }) => <StateMark term={STAGE_TERMS[stage]} /> },
          ]}
        />
      </section>
      <section className="sect">
        <h2>{t("audit.looks")}</h2>
        <DataTable
          caption={t("audit.looks")}
          rows={view.looks}
          rowKey={({ id }) => id}
          empty={t("audit.noLooks")}
          columns={[
            {
              key: "who",
              head: t("who"),
              cell: ({ who, party, role }) => (
                <>
                  {who ?? "—"}
                  <br />
                  <small className="sec">
                    {[party, word(locale, ROLE_TERMS[role as Role] ?? { zh: role, en: role })]
                      .filter(Boolean)
                      .join(" · ")}
                  </small>
                </>
              ),
            },
            { key: "at", head: t("at"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
            { key: "lot", head: t("audit.code"), cell: ({ lot }) => <span className="num">{lot || "—"}</span> },
            { key: "reason", head: t("audit.reason"), cell: ({ reason }) => reason || "—" },
          ]}
        />
      </section>
    </ClientWords>
  );
}
