import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { DrawButton } from "@/components/opening/draw-button";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextField } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { Refresh } from "@/components/ui/refresh";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import { asLocale } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/refusals";
import { COMMITTEE_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import { type CommitteeView, startHindrance, viewCommittee } from "@/lib/usecases/committee/view-committee";
import { viewLot } from "@/lib/usecases/lot/view-lot";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { LotHead } from "../lot-head";
import { commitDrawAction, prepareDrawAction, revealDrawAction, startEvaluationAction } from "./actions";
import { DrawsMade } from "./draws-made";
import { FormCommittee } from "./form-committee";
import { LeftMembers, Seats } from "./seats";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("committee"))("list.title") };
}

export default async function CommitteePage({ params }: Props) {
  const { lotId } = await params;
  const actor = await currentActor();
  const [lot, view, t] = await Promise.all([
    orNotFound(viewLot(actor, { lotId })),
    orNotFound(viewCommittee(actor, { lotId })),
    getTranslations("committee.host"),
  ]);
  const { committee } = view;
  const forming = ["bidding", "opening", "opened"].includes(lot.stage);
  return (
    <>
      <LotHead view={lot} tab="evaluation" />
      <p className="sec">
        {t("intro")} <RuleLinks ids={["R-107", "R-108", "R-111"]} />
      </p>
      {committee ? <Committee view={view} /> : null}
      {committee === null && !forming ? <Notice>{t(lot.stage === "preparation" ? "notYet" : "over")}</Notice> : null}
      {forming && (committee === null || (committee.state === "forming" && committee.undrawn)) ? (
        <FormCommittee view={view} />
      ) : null}
    </>
  );
}

async function Committee({ view }: { readonly view: CommitteeView }) {
  const t = await getTranslations("committee.host");
  const { lot, committee } = view;
  if (!committee) return null;
  const reported = lot.reportSubmittedAt !== null;
  return (
    <>
      {reported ? null : <Refresh seconds={10} />}
      <section className="sect">
        <div className="between">
          <h2>{t("state")}</h2>
          <StateMark term={stateTerm(COMMITTEE_STATES, committee.state)} />
        </div>
        <DefinitionList
          items={[
            {
              term: t("members"),
              value: t("membersValue", {
                size: committee.size,
                experts: committee.expertCount,
                representatives: committee.size - committee.expertCount,
              }),
            },
            { term: t("specialty"), value: committee.specialty },
            { term: t("region"), value: t(`regions.${committee.regionRule}`) },
            { term: t("avoid"), value: committee.avoid.length > 0 ? committee.avoid.join("、") : t("none") },
            { term: t("venue"), value: committee.venue ?? t("anywhere") },
            ...(committee.endsAt ? [{ term: t("time"), value: <Time {...committee} /> }] : []),
            { term: t("reserves"), value: t("reservesValue", { count: committee.reserves }) },
            {
              term: t("screened"),
              value: committee.screenedAt ? <Instant at={committee.screenedAt} /> : t("notScreened"),
            },
          ]}
        />
      </section>
      <Start view={view} />
      {committee.openSeats > 0 && committee.reserves === 0 && committee.state === "forming" ? (
        <section className="sect">
          <h2>{t("draw")}</h2>
          <p className="sec">
            {t("drawIntro")} <RuleLinks ids={["R-108"]} />
          </p>
          <ClientWords areas={["opening"]}>
            <DrawButton
              lotId={lot.id}
              name="expert"
              label={t("drawSeats", { count: committee.openSeats })}
              acts={{ prepare: prepareDrawAction, commit: commitDrawAction, reveal: revealDrawAction }}
            />
          </ClientWords>
        </section>
      ) : null}
      <Seats view={view} />
      <LeftMembers view={view} />
      <DrawsMade view={view} />
    </>
  );
}

async function Time({
  endsAt,
  hours,
  prolonged,
}: Pick<NonNullable<CommitteeView["committee"]>, "endsAt" | "hours" | "prolonged">) {
  const t = await getTranslations("committee.host");
  return (
    <>
      {t("timeHours", { hours })} <Instant at={endsAt} />
      {prolonged > 0 ? (
        <>
          {" "}
          {t("timeProlonged", { count: prolonged })} <RuleLinks ids={["R-114"]} />
        </>
      ) : null}
    </>
  );
}

/** The one act that the whole page leads to, or why it is not its time. */
async function Start({ view }: { readonly view: CommitteeView }) {
  const [t, locale] = await Promise.all([getTranslations("committee.host"), getLocale()]);
  const { lot, committee } = view;
  if (!committee || lot.failedAt || lot.terminatedAt) return null;
  if (lot.reportSubmittedAt)
    return (
      <Notice
        tone="good"
        action={<ButtonLink href={`/work/tenders/${lot.tenderId}/lots/${lot.id}/award`}>{t("toAward")}</ButtonLink>}
      >
        {t("reported")}
      </Notice>
    );
  if (lot.evaluationStartedAt && committee.state !== "ready") return <Notice rules={["R-111"]}>{t("running")}</Notice>;
  const hindrance = startHindrance(view);
  return (
    <section className="sect">
      <h2>{t("startNow")}</h2>
      {hindrance ? (
        <ActForm
          action={startEvaluationAction}
          submit={t("start")}
          hidden={{ lotId: lot.id }}
          legal
          refused={{ reason: say(asLocale(locale), hindrance), rules: hindrance.rules }}
        />
      ) : (
        <ConfirmAct
          label={t("start")}
          title={t("startTitle", { lot: lot.name })}
          action={startEvaluationAction}
          hidden={{ lotId: lot.id }}
          kind="primary"
          large
        >
          <p>{t("startEffect")}</p>
          <TextField
            name="hours"
            label={t("hours")}
            hint={t("hoursHint")}
            unit={t("hoursUnit")}
            defaultValue="8"
            inputMode="numeric"
          />
        </ConfirmAct>
      )}
    </section>
  );
}
