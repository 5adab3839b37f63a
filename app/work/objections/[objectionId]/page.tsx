import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ClientWords } from "@/components/layout/client-words";
import { AnswerForm, WithdrawObjection } from "@/components/objection/objection-form";
import { Digest } from "@/components/ui/code";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { OBJECTION_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import { viewObjection } from "@/lib/usecases/objection/view-objections";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import {
  answerObjectionAction,
  prepareAnswerAction,
  prepareWithdrawalAction,
  withdrawObjectionAction,
} from "../actions";

type Props = { readonly params: Promise<{ objectionId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("objection"))("one") };
}

export default async function ObjectionPage({ params }: Props) {
  const { objectionId } = await params;
  const { objection, lot, host, own, by, ...view } = await orNotFound(
    viewObjection(await currentActor(), { objectionId }),
  );
  const t = await getTranslations("objection");
  const open = objection.state === "suspending" || objection.state === "recorded";
  return (
    <ClientWords areas={["objection"]}>
      <PageHeader
        title={t("one")}
        crumbs={[{ label: t("title"), href: "/work/objections" }, { label: `${lot.tender.name} ${lot.name}` }]}
        tag={<StatusTag term={stateTerm(OBJECTION_STATES, objection.state)} />}
      />
      {objection.state === "suspending" && objection.kind !== "opening" ? (
        <Notice tone="attention" rules={["R-128"]}>
          {t("suspends")} <Instant at={objection.dueLimit} />
        </Notice>
      ) : null}
      {view.overdue && open ? <Notice tone="attention">{t("overdue")}</Notice> : null}
      <DefinitionList
        items={[
          { term: t("by"), value: by },
          { term: t("against"), value: t(`kind.${objection.kind}`) },
          { term: t("at"), value: <Instant at={objection.at} /> },
          { term: t("inTime"), value: t(objection.inTime ? "yes" : "late") },
          { term: t("due"), value: <Instant at={objection.dueLimit} /> },
          { term: t("facts"), value: objection.facts, wide: true },
          { term: t("claim"), value: objection.claim, wide: true },
          { term: t("interest"), value: objection.interest || null, wide: true },
          { term: t("receipt"), value: view.sha256 ? <Digest hex={view.sha256} /> : null, wide: true },
        ]}
      />
      {objection.answer ? (
        <section className="sect">
          <h2>{t("answer")}</h2>
          <p>{objection.answer}</p>
          <p className="sub">
            <Instant at={objection.answeredAt} />
          </p>
          <Notice rules={["R-131"]}>
            {t("complaint")}
            {view.complaintUntil ? (
              <>
                {" "}
                {t("complaintUntil")} <Instant at={view.complaintUntil} />
              </>
            ) : null}{" "}
            {t("complaintTo")} {view.authority} <Link href="/supervision">{t("toSupervision")}</Link>
          </Notice>
        </section>
      ) : host && open ? (
        <section className="sect">
          <h2>{t("answer")}</h2>
          <AnswerForm objectionId={objection.id} prepare={prepareAnswerAction} commit={answerObjectionAction} />
        </section>
      ) : own && open ? (
        <section className="sect">
          <h2>{t("nextStep")}</h2>
          <p>{t("waitAnswer")}</p>
          <WithdrawObjection
            objectionId={objection.id}
            prepare={prepareWithdrawalAction}
            commit={withdrawObjectionAction}
          />
        </section>
      ) : null}
    </ClientWords>
  );
}
