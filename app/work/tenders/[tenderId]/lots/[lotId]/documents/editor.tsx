import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink, RefusedButton } from "@/components/ui/button";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RuleLinks } from "@/components/ui/rule-link";
import { StatusTag } from "@/components/ui/status-tag";
import { TaskList } from "@/components/ui/task-list";
import type { Section } from "@/lib/domain/terms";
import type { StateTerm } from "@/lib/i18n/terms";
import { type EditorView, type SectionState, viewEditor } from "@/lib/usecases/document/view-editor";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { dropAmendmentAction, submitAmendmentAction } from "../../../../actions";
import { Compliance } from "./compliance";
import { SectionEditor } from "./section-editor";

type Words = Awaited<ReturnType<typeof getTranslations<"tender">>>;

/** The editor of a lot's documents: task list, one section, compliance check (ux 7.4). */
export async function EditorPage({ lotId, section }: { readonly lotId: string; readonly section: Section | null }) {
  const [view, t] = await Promise.all([
    orNotFound(viewEditor(await currentActor(), { lotId }, await deps())),
    getTranslations("tender"),
  ]);
  const { lot, tender } = view;
  const path = `/work/tenders/${tender.id}/lots/${lot.id}`;
  const current = section ?? view.sections.find(({ state }) => state !== "done")?.section ?? "qualification";
  return (
    <>
      <PageHeader
        title={t(view.amendment ? "editor.amendTitle" : "editor.title")}
        crumbs={[
          { label: t("list.title"), href: "/work/tenders" },
          { label: tender.name, href: `/work/tenders/${tender.id}` },
          { label: lot.name, href: path },
          { label: t("tabs.documents") },
        ]}
        tag={
          view.review ? (
            <StatusTag tone="attention" label={t("editor.inReview")} />
          ) : (
            <StatusTag tone="neutral" label={t("editor.draft")} />
          )
        }
        meta={[lot.name, ...(tender.training ? [<b key="t">{t("training")}</b>] : [])]}
        actions={<Actions view={view} t={t} />}
      />
      {view.review ? (
        <Notice
          tone="attention"
          action={
            <ButtonLink href={`/work/tenders/${tender.id}/notices/${view.review.id}`}>{t("notice.open")}</ButtonLink>
          }
        >
          {t("editor.locked")}
        </Notice>
      ) : null}
      <p className="narrow-only note attention">{t("editor.useComputer")}</p>
      <ClientWords areas={["tender"]}>
        <div className="edit">
          <TaskList
            label={t("editor.tasks")}
            items={view.sections.map((one) => ({
              label: t(`sections.${one.section}`),
              href: `${path}/documents?section=${one.section}`,
              state: taskState(one, t),
              current: one.section === current,
            }))}
          />
          <section className="sheet">
            <h2>{t(`sections.${current}`)}</h2>
            {view.editable ? (
              <SectionEditor view={view} section={current} />
            ) : (
              <p className="sec">{t("editor.readOnly")}</p>
            )}
            {view.amendment && view.editable ? <Amendment view={view} t={t} path={path} /> : null}
          </section>
          <aside className="aside">
            <Compliance view={view} path={path} />
          </aside>
        </div>
      </ClientWords>
    </>
  );
}

function taskState({ state, count }: SectionState, t: Words): StateTerm {
  const words = {
    empty: t("editor.empty"),
    done: t("editor.done"),
    warn: t("editor.warn", { count }),
    fail: t("editor.fail", { count }),
  };
  const tone = { empty: "neutral", done: "good", warn: "attention", fail: "bad" } as const;
  return { tone: tone[state], zh: words[state], en: words[state] };
}

/** The way on: to the tender's page, where lots are handed to review together. */
function Actions({ view, t }: { readonly view: EditorView; readonly t: Words }) {
  if (view.review || view.amendment) return null;
  const open = view.sections.filter(({ state }) => state !== "done").length;
  if (open > 0)
    return (
      <RefusedButton reason={t("editor.open", { count: open })} rules={["R-48"]}>
        {t("notice.submit")}
      </RefusedButton>
    );
  return (
    <ButtonLink kind="primary" href={`/work/tenders/${view.tender.id}`}>
      {t("editor.toSubmit")}
    </ButtonLink>
  );
}

/** What goes with an amendment: its words, whether it affects bids, the questions it answers (ux 7.5). */
function Amendment({ view, t, path }: { readonly view: EditorView; readonly t: Words; readonly path: string }) {
  const { amendment, lot, questions, bounds } = view;
  if (!amendment) return null;
  return (
    <section className="sect" id="amendment">
      <h2>{t("amend.title")}</h2>
      {amendment.returnReason ? (
        <Notice tone="attention" title={t("amend.returned")}>
          {amendment.returnReason}
        </Notice>
      ) : null}
      <p className="sec">
        {t.rich("amend.earliest", {
          at: () => <Instant at={bounds.deadline} />,
          now: () => <Instant at={lot.deadline} />,
        })}{" "}
        <RuleLinks ids={["R-55"]} />
      </p>
      <ActForm
        action={submitAmendmentAction}
        hidden={{ noticeId: amendment.id }}
        submit={t("amend.submit")}
        doneTo={`/work/tenders/${view.tender.id}/notices/{noticeId}`}
        legal
      >
        <TextArea name="summary" label={t("amend.summary")} hint={t("amend.summaryHint")} rows={4} />
        <ChoiceGroup
          kind="radio"
          name="affects"
          label={t("amend.affects")}
          options={[
            { value: "true", label: t("amend.affectsYes"), hint: t("amend.affectsHint") },
            { value: "false", label: t("amend.affectsNo") },
          ]}
        />
        {questions.length > 0 ? (
          <ChoiceGroup
            kind="checkbox"
            name="questionIds"
            label={t("amend.questions")}
            optional
            options={questions.map(({ id, text }) => ({ value: id, label: text.slice(0, 80) }))}
          />
        ) : null}
      </ActForm>
      <div className="form-acts">
        <ConfirmAct
          label={t("amend.drop")}
          title={t("amend.dropQuestion")}
          action={dropAmendmentAction}
          hidden={{ noticeId: amendment.id }}
          doneTo={path}
        >
          <p>{t("amend.dropEffect")}</p>
        </ConfirmAct>
      </div>
    </section>
  );
}
