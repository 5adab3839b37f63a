import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { type LotTab, LotTabs } from "@/components/tender/lot-tabs";
import { Code } from "@/components/ui/code";
import { Countdown } from "@/components/ui/countdown";
import { Instant } from "@/components/ui/instant";
import { LifecycleSteps, type StepNotes } from "@/components/ui/lifecycle-steps";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { platformCode } from "@/lib/i18n/format";
import { FLAG_TERMS, STAGE_TERMS, STEP_OF_STAGE } from "@/lib/i18n/terms";
import type { LotView } from "@/lib/usecases/lot/view-lot";

type Props = { readonly view: LotView; readonly tab: LotTab; readonly actions?: ReactNode };

/** Head of every page of a lot: where, what, how it stands, its life, its tabs. */
export async function LotHead({ view, tab, actions }: Props) {
  const t = await getTranslations("tender");
  const { lot, stage, flag, now } = view;
  const { tender } = lot;
  const agency = tender.agencyId ? view.parties.get(tender.agencyId)?.name : undefined;
  const host = view.relation === "owner";
  const shown: LotTab[] = host
    ? ["overview", "documents", "questions", "opening", "evaluation", "award", "objections", "log"]
    : ["overview", "documents", "questions", "opening", "objections"];
  return (
    <>
      <PageHeader
        title={lot.name}
        crumbs={[
          ...(host ? [{ label: t("list.title"), href: "/work/tenders" }] : []),
          host
            ? { label: tender.name, href: `/work/tenders/${tender.id}` }
            : { label: tender.name, href: `/tenders/${tender.code}` },
          { label: lot.name },
        ]}
        tag={<StatusTag term={flag ? FLAG_TERMS[flag] : STAGE_TERMS[stage]} />}
        meta={[
          <span key="c">
            {t("lot.code")} <Code value={lot.code} shown={platformCode(lot.code)} copy />
          </span>,
          ...(agency ? [`${t("tender.agency")} ${agency}`] : []),
          ...(tender.training ? [<b key="t">{t("training")}</b>] : []),
        ]}
        actions={actions}
      />
      {flag === "suspended" ? (
        <Notice tone="attention" rules={["R-128"]}>
          {t("lot.suspended")}
        </Notice>
      ) : null}
      {flag === "terminated" ? (
        <Notice tone="bad" rules={["R-152"]}>
          {t("lot.terminated")}
        </Notice>
      ) : null}
      {flag === "failed" ? <Notice tone="bad">{t("lot.failed")}</Notice> : null}
      <LifecycleSteps current={STEP_OF_STAGE[stage]} notes={notesOf(view, t("lot.deadlineWord"), now)} />
      <LotTabs tenderId={tender.id} lotId={lot.id} current={tab} shown={shown} />
    </>
  );
}

function notesOf({ lot, stage }: LotView, what: string, now: Date): StepNotes {
  const day = (at: Date | null) => (at ? { date: <Instant at={at} part="date" /> } : {});
  const { deadline } = lot;
  return {
    tendering: day(lot.publishedAt),
    bidding: deadline
      ? {
          date: <Instant at={deadline} />,
          ...(stage === "bidding"
            ? { progress: <Countdown to={deadline.getTime()} now={now.getTime()} what={what} /> }
            : {}),
        }
      : {},
    opening: deadline ? { date: <Instant at={lot.announcedAt ?? deadline} /> } : {},
    evaluation: day(lot.reportSubmittedAt),
    award: day(lot.winnerFixedAt),
    contract: day(lot.contractSignedAt),
  };
}
