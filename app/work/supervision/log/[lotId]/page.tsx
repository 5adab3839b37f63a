import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { ReasonForm } from "@/components/supervision/reason-form";
import { VerifyChain } from "@/components/supervision/verify-chain";
import { Digest } from "@/components/ui/code";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { StatusTag } from "@/components/ui/status-tag";
import type { Role } from "@/lib/domain/actor";
import { asLocale } from "@/lib/i18n/locale";
import { ROLE_TERMS, STAGE_TERMS, word } from "@/lib/i18n/terms";
import { viewLotLog, viewLotLogInput } from "@/lib/usecases/supervision/view-lot-log";
import { orReason } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { stateReasonAction } from "../../actions";

type Props = {
  readonly params: Promise<{ readonly lotId: string }>;
  readonly searchParams: Promise<{ readonly page?: string }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auditLog"))("title") };
}

export default async function LotLogPage({ params, searchParams }: Props) {
  const [{ lotId }, { page }] = await Promise.all([params, searchParams]);
  const input = viewLotLogInput.safeParse({ lotId, ...(page ? { page } : {}) });
  const actor = await currentActor();
  const [view, t, locale] = await Promise.all([
    orReason(viewLotLog(actor, input.success ? input.data : { lotId, page: 1 })),
    getTranslations("auditLog"),
    getLocale().then(asLocale),
  ]);
  if (view === "reason")
    return (
      <ClientWords areas={["oversight"]}>
        <PageHeader crumbs={[{ label: t("oversight"), href: "/work/supervision" }]} title={t("title")} />
        <ReasonForm lotId={lotId} action={stateReasonAction} />
      </ClientWords>
    );
  const { lot, entries, bidderSide } = view;
  // The auditor has no cockpit: its way back is its own page.
  const home = actor.role === "supervisor" ? "/work/supervision" : "/work/audit";
  const roleOf = (role: string) => word(locale, ROLE_TERMS[role as Role] ?? { zh: role, en: role });
  const actOf = (action: string) => (t.has(`acts.${action}`) ? t(`acts.${action}`) : action);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: t(actor.role === "supervisor" ? "oversight" : "audit.title"), href: home },
          actor.role === "supervisor"
            ? { label: lot.name, href: `/work/supervision/lots/${lot.id}` }
            : { label: lot.name },
          { label: t("title") },
        ]}
        title={t("title")}
        tag={<StatusTag term={STAGE_TERMS[view.stage]} />}
        meta={[
          `${lot.tenderName} ${lot.name}`,
          <span key="code" className="num">
            {lot.code}
          </span>,
        ]}
      />
      <Notice tone="info">{t(bidderSide ? "looked" : "closed")}</Notice>
      <DataTable
        caption={t("title")}
        rows={entries}
        rowKey={({ id }) => id}
        empty={t("empty")}
        columns={[
          { key: "n", head: t("number"), right: true, cell: ({ number }) => number },
          { key: "at", head: t("at"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
          {
            key: "who",
            head: t("who"),
            cell: ({ actor, party, role }) => (
              <>
                {actor ?? roleOf(role)}
                <br />
                <small className="sec">{[party, roleOf(role)].filter(Boolean).join(" · ")}</small>
              </>
            ),
          },
          {
            key: "act",
            head: t("act"),
            cell: ({ action }) => (
              <>
                {actOf(action)}
                <br />
                <code className="mono s12">{action}</code>
              </>
            ),
          },
          {
            key: "from",
            head: t("from"),
            cell: ({ address, certSerial }) => (
              <>
                <span className="num">{address ?? "—"}</span>
                {certSerial ? (
                  <>
                    <br />
                    <small className="mono s12">{certSerial.slice(0, 16)}</small>
                  </>
                ) : null}
              </>
            ),
          },
          {
            key: "digest",
            head: t("digest"),
            cell: ({ digest }) => (digest && digest.length === 64 ? <Digest hex={digest} short /> : "—"),
          },
          { key: "link", head: t("link"), cell: ({ link }) => (link ? <Digest hex={link} short /> : t("unlinked")) },
        ]}
      />
      <Pagination page={view.page} pages={view.pages} href={`/work/supervision/log/${lotId}?page={page}`} />
      <ClientWords areas={["auditLog"]}>
        <VerifyChain entries={view.links} />
      </ClientWords>
      <p className="sec">{t("check")}</p>
    </>
  );
}
