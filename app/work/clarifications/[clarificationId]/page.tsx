import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClarificationAnswer } from "@/components/evaluation/clarification-answer";
import { ClientWords } from "@/components/layout/client-words";
import { Countdown } from "@/components/ui/countdown";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { viewClarification } from "@/lib/usecases/clarification/answer-clarification";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { answerClarificationAction, prepareClarificationAction } from "../actions";

type Props = { readonly params: Promise<{ clarificationId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("review.clarify"))("title") };
}

/** What the committee asks of a bidder, and its answer. */
export default async function ClarificationPage({ params }: Props) {
  const { clarificationId } = await params;
  const view = await orNotFound(viewClarification(await currentActor(), { clarificationId }));
  const t = await getTranslations("review.clarify");
  const ask = await getTranslations("review.ask");
  const over = view.now >= view.dueAt;
  const state = view.answeredAt ? "answered" : over ? "overdue" : "waiting";
  const tone = { answered: "good", overdue: "bad", waiting: "attention" } as const;
  return (
    <ClientWords areas={["review"]}>
      <PageHeader
        title={t("title")}
        crumbs={[{ label: view.lot.tender.name }, { label: view.lot.name }]}
        tag={<StatusTag tone={tone[state]} label={ask(state)} />}
        actions={
          state === "waiting" ? (
            <p className="due">
              {t("due")} <Instant at={view.dueAt} />{" "}
              <Countdown to={view.dueAt.getTime()} now={view.now.getTime()} what={t("due")} />
            </p>
          ) : null
        }
      />
      <DefinitionList
        items={[
          { term: t("kind"), value: ask(`kinds.${view.kind}`) },
          { term: t("askedAt"), value: <Instant at={view.askedAt} /> },
          { term: t("due"), value: <Instant at={view.dueAt} /> },
          { term: t("question"), value: view.question, wide: true },
          { term: t("answeredAt"), value: view.answeredAt ? <Instant at={view.answeredAt} /> : null },
          {
            term: t("acceptsLabel"),
            value:
              view.correction && view.correction.accepted !== null
                ? t(`accepts.${view.correction.accepted ? "yes" : "no"}`)
                : null,
          },
          { term: t("answer"), value: view.answer, wide: true },
        ]}
      />
      {state === "waiting" ? (
        <ClarificationAnswer
          clarificationId={view.id}
          correction={view.correction !== null}
          prepare={prepareClarificationAction}
          commit={answerClarificationAction}
        />
      ) : null}
      {state === "overdue" ? (
        <Notice tone="bad" rules={["R-115"]}>
          {t("over")}
        </Notice>
      ) : null}
    </ClientWords>
  );
}
