import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BidDesk } from "@/components/bid/bid-desk";
import { standingFields } from "@/components/bid/standing-fields";
import { BidTag } from "@/components/bid/bid-tag";
import { WithdrawBid } from "@/components/bid/withdraw-bid";
import { ClientWords } from "@/components/layout/client-words";
import { ButtonLink } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { BID_TERMS } from "@/lib/i18n/terms";
import { viewDesk } from "@/lib/usecases/bid/view-desk";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { noteSelfTestAction, prepareWithdrawalAction, saveDraftAction } from "../actions";

type Props = { readonly params: Promise<{ bidId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bid"))("title") };
}

export default async function BidPage({ params }: Props) {
  const { bidId } = await params;
  const view = await orNotFound(viewDesk(await currentActor(), { bidId }));
  const t = await getTranslations("bid");
  const standing = standingFields(t);
  const own = view.fields.filter(({ key }) => !standing.some((one) => one.key === key));
  const bidding = view.stage === "bidding" && !view.lot.suspendedAt;
  return (
    <ClientWords areas={["bid"]}>
      <PageHeader
        title={t("heading", { lot: view.lot.name })}
        crumbs={[{ label: t("list.title"), href: "/work/bids" }, { label: view.lot.tender.name }]}
        tag={
          <BidTag bidId={bidId} seq={view.seq}>
            {view.state === "draft" && bidding ? (
              <StatusTag tone="attention" label={t("notSubmitted")} />
            ) : (
              <StatusTag term={BID_TERMS[view.state]} />
            )}
          </BidTag>
        }
        meta={[
          t("forVersion", { version: view.docsVersion }),
          ...(view.ceiling
            ? [
                <span key="c">
                  {t("ceiling")} <Money value={view.ceiling} unit />
                </span>,
              ]
            : []),
        ]}
        actions={
          view.lot.deadline ? (
            <p className="due">
              {t.rich(bidding ? "before" : "wasDue", { at: () => <Instant at={view.lot.deadline} /> })}
              <b>
                {t(bidding ? "left" : "closed")}
                {bidding ? (
                  <Countdown to={view.lot.deadline.getTime()} now={view.now.getTime()} what={t("deadline")} />
                ) : null}
              </b>
            </p>
          ) : null
        }
      />
      {view.digest ? (
        <Notice tone="good" action={<ButtonLink href={`/work/bids/${bidId}/receipt`}>{t("toReceipt")}</ButtonLink>}>
          {t(bidding ? "inForce" : "inForceClosed", { seq: view.seq })}
        </Notice>
      ) : null}
      {view.letter ? (
        <Notice
          action={
            <ButtonLink kind="primary" href={`/work/lots/${view.lot.id}/result`}>
              {t("toResult")}
            </ButtonLink>
          }
        >
          {t("resultThere")}
        </Notice>
      ) : null}
      {view.stage === "opening" || view.stage === "opened" ? (
        <Notice
          action={
            <ButtonLink kind="primary" href={`/room/opening/${view.lot.id}`}>
              {t("toHall")}
            </ButtonLink>
          }
        >
          {t("hallOpen")}
        </Notice>
      ) : null}
      {view.stoppedAt ? (
        <Notice tone="attention" rules={["R-84"]}>
          {t.rich("clockOff", { at: () => <Instant at={view.stoppedAt} /> })}
        </Notice>
      ) : null}
      {bidding && view.bondMissing ? (
        <Notice tone="attention" rules={["R-86"]} action={<ButtonLink href="/work/bonds">{t("bondGive")}</ButtonLink>}>
          {t.rich("bondMissing", { amount: () => <Money value={view.bondMissing ?? ""} unit /> })}
        </Notice>
      ) : null}
      {bidding ? (
        <BidDesk
          bidId={bidId}
          lotName={`${view.lot.tender.name} ${view.lot.name}`}
          lotCode={view.lot.code}
          fields={[...standing, ...own]}
          attachments={view.attachments}
          draft={view.draft}
          seenAt={view.seenAt}
          ceiling={view.ceiling}
          twoEnvelopes={view.twoEnvelopes}
          save={saveDraftAction}
          tested={noteSelfTestAction}
        />
      ) : null}
      {bidding && view.digest ? <WithdrawBid bidId={bidId} seq={view.seq} prepare={prepareWithdrawalAction} /> : null}
    </ClientWords>
  );
}
