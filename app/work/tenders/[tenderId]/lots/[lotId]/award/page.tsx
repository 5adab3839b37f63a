import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ClientWords } from "@/components/layout/client-words";
import { stateReasonAction } from "@/app/work/supervision/actions";
import { ReasonForm } from "@/components/supervision/reason-form";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { type AwardView, viewAward } from "@/lib/usecases/award/view-award";
import { orReason } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { Archive } from "./archive";
import { Bonds } from "./bonds";
import { Candidates } from "./candidates";
import { Contract } from "./contract";
import { Rechecks } from "./rechecks";
import { Winner } from "./winner";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("award"))("title") };
}

/** From the report to the archive, for the host and the supervisor of a lot. */
export default async function AwardPage({ params }: Props) {
  const { lotId } = await params;
  const view = await orReason(viewAward(await currentActor(), { lotId }));
  const t = await getTranslations("award");
  if (view === "reason")
    return (
      <ClientWords areas={["oversight"]}>
        <PageHeader crumbs={[]} title={t("title")} />
        <ReasonForm lotId={lotId} action={stateReasonAction} />
      </ClientWords>
    );
  const { lot } = view;
  const ended = Boolean(lot.failedAt ?? lot.terminatedAt);
  return (
    <ClientWords areas={["award"]}>
      <PageHeader
        title={t("heading", { lot: lot.name })}
        crumbs={[
          { label: lot.tender.name, href: `/work/tenders/${lot.tenderId}` },
          { label: lot.name, href: `/work/tenders/${lot.tenderId}/lots/${lot.id}` },
          { label: t("title") },
        ]}
      />
      {lot.suspendedAt ? (
        <Notice tone="attention" rules={["R-128", "R-134"]}>
          {view.openObjections > 0 ? t("suspended", { count: view.openObjections }) : t("ordered")}
        </Notice>
      ) : null}
      {!lot.reportSubmittedAt ? <Notice>{t(ended ? "ended" : "noReport")}</Notice> : <Candidates view={view} />}
      {lot.reportSubmittedAt ? <Rechecks view={view} /> : null}
      {lot.candidatesTo ? <Winner view={view} /> : null}
      {lot.noticeSentAt ? <Contract view={view} /> : null}
      {lot.contractSignedAt || ended || view.bonds.some(({ refundDue }) => refundDue) ? <Bonds view={view} /> : null}
      {view.published.length > 0 ? <Published view={view} /> : null}
      {view.mayArchive ? <Archive view={view} /> : null}
    </ClientWords>
  );
}

async function Published({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award.published");
  return (
    <section className="sect">
      <h2>{t("title")}</h2>
      <ul className="lines">
        {view.published.map(({ id, title, publishedAt }) => (
          <li className="between" key={id}>
            <Link href={`/notices/${id}`}>{title}</Link>
            <Instant at={publishedAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
