import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { StateMark } from "@/components/ui/status-tag";
import { OUTBOX_STATES } from "@/lib/i18n/state-terms";
import { viewExchange, viewExchangeInput } from "@/lib/usecases/exchange/view-exchange";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { ExchangeFilter } from "./filter";

type Props = { readonly searchParams: Promise<Record<string, string | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operations"))("exchange.title") };
}

export default async function ExchangePage({ searchParams }: Props) {
  const asked = Object.entries(await searchParams).filter(([, value]) => value);
  const input = viewExchangeInput.safeParse(Object.fromEntries(asked));
  const query = input.success ? input.data : { page: 1 };
  const [view, t] = await Promise.all([
    orNotFound(viewExchange(await currentActor(), query, await deps())),
    getTranslations("operations"),
  ]);
  const { rows, counts, hubAnswers, asOf, total, page, pages } = view;
  const waiting = counts.filter(({ state }) => ["pending", "sent", "retrying"].includes(state));
  const kept = new URLSearchParams(asked.filter(([key]) => key !== "page") as [string, string][]).toString();
  return (
    <>
      <PageHeader
        title={t("exchange.title")}
        meta={[t.rich("asOf", { at: () => <Instant at={asOf} part="time" /> }), t("exchange.restricted")]}
        actions={<ButtonLink href="/disclosure">{t("exchange.public")}</ButtonLink>}
      />
      {hubAnswers ? null : (
        <Notice tone="bad" title={t("exchange.silent")} rules={["R-153"]}>
          {t("exchange.silentEffect", { count: waiting.reduce((sum, { count }) => sum + count, 0) })}
        </Notice>
      )}
      <dl className="sum">
        {counts
          .filter(({ state }) => state !== "superseded")
          .map(({ state, count }) => (
            <div key={state}>
              <dt>
                <StateMark term={OUTBOX_STATES[state]!} />
              </dt>
              <dd className="num">{count}</dd>
            </div>
          ))}
      </dl>
      <section className="sect">
        <h2>{t("exchange.messages")}</h2>
        <ExchangeFilter state={query.state} kind={query.kind} />
        <DataTable
          caption={t("exchange.messages")}
          rows={rows}
          rowKey={({ id }) => id}
          empty={t("exchange.empty")}
          columns={[
            {
              key: "id",
              head: t("exchange.id"),
              cell: ({ id }) => (
                <Link className="mono" href={`/work/operations/exchange/${id}`} prefetch={false}>
                  {id.slice(0, 8)}
                </Link>
              ),
            },
            { key: "kind", head: t("exchange.kind"), cell: ({ kind }) => `${kind} ${t(`kinds.${kind}`)}` },
            { key: "key", head: t("exchange.key"), cell: ({ key }) => <span className="mono s12">{key}</span> },
            {
              key: "state",
              head: t("exchange.state"),
              cell: ({ state }) => <StateMark term={OUTBOX_STATES[state]!} />,
            },
            { key: "attempts", head: t("exchange.attempts"), right: true, cell: ({ attempts }) => attempts },
            {
              key: "at",
              head: t("exchange.occurredAt"),
              nowrap: true,
              cell: ({ occurredAt }) => <Instant at={occurredAt} />,
            },
            {
              key: "next",
              head: t("exchange.nextAt"),
              nowrap: true,
              cell: ({ state, nextAt }) => (state === "retrying" ? <Instant at={nextAt} /> : "—"),
            },
          ]}
        />
        <Pagination
          page={page}
          pages={pages}
          total={total}
          href={`/work/operations/exchange?${kept ? `${kept}&` : ""}page={page}`}
        />
      </section>
    </>
  );
}
