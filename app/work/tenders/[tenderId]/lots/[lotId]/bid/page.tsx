import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { prepareBidAction } from "@/app/work/bids/actions";
import { viewBidStart } from "@/lib/usecases/bid/view-bid-start";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bid"))("start.title") };
}

/** The way into a bid. A form, not a link that writes: looking at this page leaves no trace of an interest. */
export default async function BidStartPage({ params }: Props) {
  const { lotId } = await params;
  const view = await orNotFound(viewBidStart(await currentActor(), { lotId }));
  if (view.bidId) redirect(`/work/bids/${view.bidId}`);
  const t = await getTranslations("bid");
  const { lot } = view;
  const refused = view.verified
    ? view.stage === "bidding" && view.flag !== "terminated"
      ? null
      : { reason: t("start.closed"), rules: ["R-72"] }
    : { reason: t("start.unverified"), rules: ["R-27"] };
  return (
    <>
      <PageHeader
        title={t("start.title")}
        crumbs={[
          { label: lot.tender.name, href: `/tenders/${lot.tender.code}` },
          { label: lot.name, href: `/work/tenders/${lot.tenderId}/lots/${lot.id}` },
          { label: t("start.title") },
        ]}
      />
      {lot.deadline ? (
        <p className="due">
          {t("before")} <Instant at={lot.deadline} />
        </p>
      ) : null}
      <Notice>{t("start.hint")}</Notice>
      <ActForm
        action={prepareBidAction}
        hidden={{ lotId: lot.id }}
        submit={t("start.begin")}
        doneTo="/work/bids/{id}"
        legal
        beside={
          <ButtonLink href={`/work/tenders/${lot.tenderId}/lots/${lot.id}/documents`} size="lg">
            {t("start.documents")}
          </ButtonLink>
        }
        {...(refused ? { refused } : {})}
      />
    </>
  );
}
