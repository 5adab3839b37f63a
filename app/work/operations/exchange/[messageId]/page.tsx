import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActForm } from "@/components/ui/act-form";
import { Digest } from "@/components/ui/code";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { OUTBOX_STATES } from "@/lib/i18n/state-terms";
import { viewMessage } from "@/lib/usecases/exchange/view-exchange";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { retryMessageAction } from "../actions";

type Props = { readonly params: Promise<{ readonly messageId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operations"))("exchange.one") };
}

export default async function ExchangeMessagePage({ params }: Props) {
  const { messageId } = await params;
  const [view, t] = await Promise.all([
    orNotFound(viewMessage(await currentActor(), { messageId }, await deps())),
    getTranslations("operations"),
  ]);
  const { kind, op, key, version, state, receipt, lastError } = view;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t("exchange.title"), href: "/work/operations/exchange" }, { label: t("exchange.one") }]}
        title={`${kind} ${t(`kinds.${kind}`)}`}
        tag={<StatusTag term={OUTBOX_STATES[state]!} />}
        meta={[
          <span key="id" className="mono">
            {view.id}
          </span>,
        ]}
      />
      {lastError ? (
        <Notice
          tone={state === "rejected" ? "bad" : "attention"}
          title={t(state === "rejected" ? "exchange.refused" : "exchange.failed")}
        >
          <span className="mono">{lastError}</span>
        </Notice>
      ) : null}
      <section className="sect">
        <DefinitionList
          items={[
            { term: t("exchange.op"), value: t(`ops.${op}`) },
            { term: t("exchange.key"), value: <span className="mono">{key}</span> },
            { term: t("exchange.version"), value: <span className="num">{version}</span> },
            { term: t("exchange.occurredAt"), value: <Instant at={view.occurredAt} /> },
            { term: t("exchange.releaseAfter"), value: view.releaseAfter ? <Instant at={view.releaseAfter} /> : null },
            { term: t("exchange.attempts"), value: view.attempts },
            { term: t("exchange.nextAt"), value: state === "retrying" ? <Instant at={view.nextAt} /> : null },
            { term: t("exchange.receivedAt"), value: view.receivedAt ? <Instant at={view.receivedAt} /> : null },
            {
              term: t("exchange.receipt"),
              value: receipt ? `${t(`results.${receipt.result}`)} ${receipt.code} ${receipt.reason}`.trim() : null,
            },
            { term: t("exchange.digest"), value: view.digest ? <Digest hex={view.digest} /> : null, wide: true },
            { term: t("exchange.previous"), value: view.prevHash ? <Digest hex={view.prevHash} /> : null, wide: true },
          ]}
        />
        {view.mayRetry ? (
          <ActForm
            action={retryMessageAction}
            submit={t("exchange.retry")}
            done={t("exchange.retried")}
            hidden={{ messageId }}
          />
        ) : (
          <p className="sec">{state === "rejected" ? t("exchange.noRetry") : null}</p>
        )}
      </section>
      <section className="sect">
        <h2>{t("exchange.record")}</h2>
        {view.record ? (
          <pre className="json mono s12">{view.record}</pre>
        ) : (
          <p className="sec">{t("exchange.closed")}</p>
        )}
      </section>
    </>
  );
}
