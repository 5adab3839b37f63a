import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { OrderForm } from "@/components/supervision/order-form";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark, StatusTag } from "@/components/ui/status-tag";
import { Timeline } from "@/components/ui/timeline";
import { FLAG_TERMS, STAGE_TERMS } from "@/lib/i18n/terms";
import { viewOversight } from "@/lib/usecases/supervision/view-oversight";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { CommitteeProgress } from "./committee-progress";
import { orderSuspensionAction, prepareOrderAction } from "../../actions";

type Props = { readonly params: Promise<{ readonly lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("oversight"))("lotTitle") };
}

export default async function OversightPage({ params }: Props) {
  const { lotId } = await params;
  const [view, t] = await Promise.all([
    orNotFound(viewOversight(await currentActor(), { lotId })),
    getTranslations("oversight"),
  ]);
  const { stage, flag, orders, suspensions, mayOrder, asOf, times } = view;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/work/supervision" }, { label: view.lotName }]}
        title={`${view.tenderName} ${view.lotName}`}
        tag={<StatusTag term={STAGE_TERMS[stage]} />}
        meta={[
          <span key="code" className="num">
            {view.lotCode}
          </span>,
          ...(flag ? [<StateMark key="flag" term={FLAG_TERMS[flag]} />] : []),
        ]}
        actions={
          <>
            <ButtonLink href={`/work/supervision/log/${lotId}`}>{t("openRecord")}</ButtonLink>
            <ButtonLink href={`/tenders/${view.tenderCode}`}>{t("publicPage")}</ButtonLink>
          </>
        }
      />
      <div className="cols2 order">
        <section>
          <h2>{t("course")}</h2>
          <DefinitionList
            items={[{ term: t("count"), value: view.count === null ? t("notBeforeClosing") : view.count }]}
            layout="pairs"
          />
          <Timeline
            entries={times.map(({ name, at }) => ({ at, text: t(`times.${name}`), key: name === "deadline" }))}
            now={asOf}
          />
        </section>
        {mayOrder ? (
          <ClientWords areas={["oversight"]}>
            <OrderForm lotId={lotId} kind={mayOrder} prepare={prepareOrderAction} commit={orderSuspensionAction} />
          </ClientWords>
        ) : (
          <p className="sec">{t("noOrderNow")}</p>
        )}
      </div>
      <CommitteeProgress committee={view.committee} />
      {view.interference.length > 0 ? (
        <section className="sect">
          <h2>{t("interference")}</h2>
          {view.interference.map(({ id, seat, text, at: when }) => (
            <Notice key={id} tone="attention" title={t("interferenceSeat", { seat })} rules={["R-168"]}>
              {text} <Instant at={when} />
            </Notice>
          ))}
        </section>
      ) : null}
      <section className="sect">
        <h2>{t("orders")}</h2>
        <DataTable
          caption={t("orders")}
          rows={orders}
          rowKey={({ number }) => number}
          empty={t("noOrders")}
          columns={[
            { key: "number", head: t("number"), cell: ({ number }) => <span className="num">{number}</span> },
            { key: "kind", head: t("orderKind"), cell: ({ kind }) => t(`kinds.${kind}`) },
            { key: "basis", head: t("basis"), cell: ({ basis }) => basis },
            { key: "reason", head: t("reason"), cell: ({ reason }) => reason },
            { key: "at", head: t("at"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
          ]}
        />
      </section>
      <section className="sect">
        <h2>{t("suspensions")}</h2>
        <DataTable
          caption={t("suspensions")}
          rows={suspensions.map((one, at) => ({ ...one, key: String(at) }))}
          rowKey={({ key }) => key}
          empty={t("noSuspensions")}
          columns={[
            { key: "cause", head: t("cause"), cell: ({ cause }) => t(`causes.${cause}`) },
            { key: "reason", head: t("reason"), cell: ({ reason }) => reason },
            { key: "from", head: t("from"), nowrap: true, cell: ({ from }) => <Instant at={from} /> },
            { key: "to", head: t("to"), nowrap: true, cell: ({ to }) => <Instant at={to} /> },
          ]}
        />
      </section>
    </>
  );
}
