import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { EmptyState } from "@/components/ui/empty-state";
import { TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import { QUESTION_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import { viewLot } from "@/lib/usecases/lot/view-lot";
import { viewQuestions } from "@/lib/usecases/question/view-questions";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { answerQuestionAction, askQuestionAction, beginAmendmentAction } from "../../../../actions";
import { LotHead } from "../lot-head";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("tabs.questions") };
}

export default async function QuestionsPage({ params }: { readonly params: Promise<{ lotId: string }> }) {
  const { lotId } = await params;
  const actor = await currentActor();
  const [lot, view, t] = await Promise.all([
    orNotFound(viewLot(actor, { lotId })),
    orNotFound(viewQuestions(actor, { lotId })),
    getTranslations("tender"),
  ]);
  const path = `/work/tenders/${lot.lot.tenderId}/lots/${lotId}`;
  return (
    <>
      <LotHead view={lot} tab="questions" />
      <ClientWords areas={["tender"]}>
        {view.mayAnswer ? (
          <section>
            <div className="between">
              <h2>{t("questions.inbox")}</h2>
              {lot.mayAmend && lot.inWork.length === 0 ? (
                <ActForm
                  action={beginAmendmentAction}
                  hidden={{ lotId }}
                  submit={t("amend.begin")}
                  kind="plain"
                  doneTo={`${path}/documents#amendment`}
                />
              ) : (
                <ButtonLink href={`${path}/documents#amendment`}>{t("amend.toWork")}</ButtonLink>
              )}
            </div>
            <p className="sec">
              {t("questions.anonymous")} <RuleLinks ids={["R-57", "R-58"]} />
            </p>
            {view.open.length === 0 ? <EmptyState>{t("questions.noOpen")}</EmptyState> : null}
            {view.open.map((question) => (
              <div className="sheet" key={question.id}>
                <p className="strong">{question.text}</p>
                <ActForm
                  action={answerQuestionAction}
                  hidden={{ questionId: question.id }}
                  submit={t("questions.publish")}
                  legal
                >
                  <ChoiceGroup
                    kind="radio"
                    name="decision"
                    label={t("questions.decision")}
                    chosen={["answer"]}
                    options={[
                      { value: "answer", label: t("questions.answerAll") },
                      { value: "reject", label: t("questions.reject") },
                    ]}
                  />
                  <TextArea name="answer" label={t("questions.answer")} rows={3} />
                </ActForm>
              </div>
            ))}
          </section>
        ) : null}
        {view.mayAsk ? (
          <section className="sheet">
            <h2>{t("questions.ask")}</h2>
            <p className="sec">
              {t.rich("questions.until", { at: () => <Instant at={view.until} /> })} <RuleLinks ids={["R-57"]} />
            </p>
            <ActForm
              action={askQuestionAction}
              hidden={{ lotId }}
              submit={t("questions.send")}
              clear
              done={t("questions.sent")}
            >
              <TextArea name="text" label={t("questions.text")} hint={t("questions.textHint")} rows={4} />
            </ActForm>
          </section>
        ) : view.until && lot.stage === "bidding" && !view.mayAnswer && view.until <= lot.now ? (
          <Notice>{t.rich("questions.closed", { at: () => <Instant at={view.until} /> })}</Notice>
        ) : null}
      </ClientWords>
      {view.mine.length > 0 ? (
        <section className="sect">
          <h2>{t("questions.mine")}</h2>
          {view.mine.map((question) => (
            <div className="qa" key={question.id}>
              <p>
                {question.text} <StateMark term={stateTerm(QUESTION_STATES, question.state)} />
              </p>
              {question.answer ? <p>{question.answer}</p> : null}
            </div>
          ))}
        </section>
      ) : null}
      <section className="sect">
        <h2>{t("questions.answered")}</h2>
        {view.answered.length === 0 ? <EmptyState>{t("questions.none")}</EmptyState> : null}
        {view.answered.map((question) => (
          <div className="qa" key={question.id}>
            <p className="strong">
              {question.text} {question.own ? <span className="sub">{t("questions.own")}</span> : null}
            </p>
            <p>{question.answer}</p>
            <p className="sub">
              <Instant at={question.answeredAt} />{" "}
              {question.setVersion ? t("questions.inVersion", { version: question.setVersion }) : null}
            </p>
          </div>
        ))}
      </section>
    </>
  );
}
