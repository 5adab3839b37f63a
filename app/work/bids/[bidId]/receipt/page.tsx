import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { SelfTestButton } from "@/components/bid/self-test-button";
import { PrintButton } from "@/components/public/print-button";
import { ClientWords } from "@/components/layout/client-words";
import { ButtonLink } from "@/components/ui/button";
import { Code, Digest } from "@/components/ui/code";
import { DefinitionList } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/status-tag";
import { fileSize } from "@/lib/i18n/format";
import { SEALED_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import { viewBid } from "@/lib/usecases/bid/view-bid";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { noteSelfTestAction } from "../../actions";

type Props = { readonly params: Promise<{ bidId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bid"))("receipt.title") };
}

export default async function ReceiptPage({ params }: Props) {
  const { bidId } = await params;
  const view = await orNotFound(viewBid(await currentActor(), { bidId }));
  const t = await getTranslations("bid");
  const current = view.versions.find(({ digest }) => digest === view.digest);
  return (
    <ClientWords areas={["bid"]}>
      <PageHeader
        title={t("receipt.title")}
        crumbs={[
          { label: t("list.title"), href: "/work/bids" },
          { label: view.lot.name, href: `/work/bids/${bidId}` },
          { label: t("receipt.title") },
        ]}
      />
      {current ? (
        <section className="receipt">
          <div className="big">
            <Icon name="good" />
            <div>
              <p className="h">{t("receipt.submitted", { seq: current.seq })}</p>
              <p className="at">
                <Instant at={current.at} /> {t("receipt.inTime")}
              </p>
            </div>
            <p className="row">
              <ButtonLink href={`/api/v1/bids/${bidId}/receipt?digest=${current.digest}`} download>
                {t("receipt.download")}
              </ButtonLink>
              <ButtonLink href={`/api/v1/bids/${bidId}/receipt-pdf?digest=${current.digest}`} download>
                PDF
              </ButtonLink>
              <PrintButton />
            </p>
          </div>
          <DefinitionList
            layout="pairs"
            items={[
              { term: t("receipt.lot"), value: <Code value={view.lot.code} copy /> },
              { term: t("receipt.bid"), value: <Digest hex={current.digest} /> },
              { term: t("receipt.docs"), value: t("forVersion", { version: current.docVersion ?? 0 }) },
              { term: t("receipt.size"), value: fileSize(current.sizeBytes ?? 0) },
              { term: t("receipt.signature"), value: <StateMark tone="good" label={t("receipt.signed")} /> },
              {
                term: t("receipt.token"),
                value: (
                  <StateMark
                    tone={current.timestamped ? "good" : "active"}
                    label={t(current.timestamped ? "receipt.there" : "receipt.pending")}
                  />
                ),
              },
              {
                term: t("receipt.log"),
                value: (
                  <StateMark
                    tone={view.proved ? "good" : "active"}
                    label={t(view.proved ? "receipt.there" : "receipt.pending")}
                  />
                ),
              },
            ]}
          />
        </section>
      ) : (
        <EmptyState>{t("receipt.none")}</EmptyState>
      )}
      {current ? (
        <section className="sect">
          <h2>{t("receipt.before")}</h2>
          <ul className="issues">
            <li>
              <StateMark
                tone={view.selfTested ? "good" : "attention"}
                label={t(view.selfTested ? "receipt.passed" : "receipt.open")}
              />
              <div>
                <b>{t("receipt.selfTest")}</b>
                <p className="sec">{t("receipt.selfTestHint")}</p>
              </div>
              <SelfTestButton bidId={bidId} digest={current.digest} tested={noteSelfTestAction} />
            </li>
          </ul>
        </section>
      ) : null}
      {current && view.lot.deadline && !view.lot.openingEndedAt ? (
        <section className="sect">
          <h2>{t("receipt.next")}</h2>
          <p>
            <Instant at={view.lot.deadline} /> {t("receipt.nextOpening")}{" "}
            <Link prefetch={false} href={`/room/opening/${view.lot.id}`}>
              {t("toHall")}
            </Link>
          </p>
          <p className="sec">{t("receipt.nextRelease")}</p>
        </section>
      ) : null}
      <section className="sect">
        <h2>{t("receipt.versions")}</h2>
        <ul className="lines">
          {view.versions.map((version) => (
            <li key={version.digest} className="between">
              <span>
                {t("receipt.version", { seq: version.seq })} <Instant at={version.at} />
              </span>
              <StateMark term={stateTerm(SEALED_STATES, version.state)} />
            </li>
          ))}
        </ul>
      </section>
    </ClientWords>
  );
}
