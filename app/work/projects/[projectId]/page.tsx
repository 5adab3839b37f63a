import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { ProjectFields } from "@/components/tender/project-fields";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { asLocale } from "@/lib/i18n/locale";
import { PROJECT_STATES } from "@/lib/i18n/state-terms";
import { stateTerm, word } from "@/lib/i18n/terms";
import { REGION_TERMS } from "@/lib/i18n/trade-terms";
import { viewProject } from "@/lib/usecases/project/view-project";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { editProjectAction, verifyProjectAction } from "../../tenders/actions";

type Props = { readonly params: Promise<{ projectId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("project.title") };
}

const FACTS = [
  "code",
  "name",
  "investProjectCode",
  "address",
  "ownerName",
  "fundSource",
  "scale",
  "approvalName",
  "approvalNo",
  "approvalAuthority",
  "exemption",
  "contactName",
  "contactPhone",
] as const;

export default async function ProjectPage({ params }: Props) {
  const { projectId } = await params;
  const actor = await currentActor();
  const [view, t, l] = await Promise.all([
    orNotFound(viewProject(actor, { projectId })),
    getTranslations("tender"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  const { project, tenderee } = view;
  const regions = Object.entries(REGION_TERMS).map(([value, term]) => ({ value, label: word(locale, term) }));
  const values = Object.fromEntries(
    Object.entries(project).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
  return (
    <>
      <PageHeader
        title={project.name}
        crumbs={[
          // Who verifies projects has no list of tenders.
          actor.role === "operator"
            ? { label: t("project.verifyList"), href: "/work/operations/projects" }
            : { label: t("list.title"), href: "/work/tenders" },
          { label: t("project.title") },
        ]}
        tag={<StatusTag term={stateTerm(PROJECT_STATES, project.state)} />}
        meta={[
          <span key="c" className="code">
            {project.code}
          </span>,
          tenderee.name,
        ]}
        actions={
          view.mayTender ? (
            <ButtonLink kind="primary" href={`/work/tenders/new?project=${project.id}`}>
              {t("list.newTender")}
            </ButtonLink>
          ) : null
        }
      />
      {project.returnReason ? (
        <Notice tone="attention" title={t("project.returned")}>
          {project.returnReason}
        </Notice>
      ) : null}
      <ClientWords areas={["tender"]}>
        {view.mayEdit ? (
          <div className="sheet">
            <ActForm action={editProjectAction} hidden={{ projectId }} submit={t("project.resubmit")} legal>
              <ProjectFields values={values} regions={regions} agency={false} />
            </ActForm>
          </div>
        ) : (
          <DefinitionList
            items={FACTS.map((fact) => ({
              term: t(`project.${fact}`),
              value: project[fact] || null,
              wide: fact === "scale" || fact === "exemption",
            }))}
          />
        )}
        {view.mayVerify ? (
          <section className="sect">
            <h2>{t("project.check")}</h2>
            <p className="sec">{t("project.checkHint")}</p>
            <div className="row gap16">
              <ConfirmAct
                label={t("project.verify")}
                title={t("project.verifyQuestion")}
                action={verifyProjectAction}
                hidden={{ projectId, decision: "verify" }}
                kind="primary"
                large
              >
                <p>{t("project.verifyEffect")}</p>
              </ConfirmAct>
              <ConfirmAct
                label={t("project.return")}
                title={t("project.returnQuestion")}
                action={verifyProjectAction}
                hidden={{ projectId, decision: "return" }}
              >
                <TextArea name="reason" label={t("reason")} />
              </ConfirmAct>
            </div>
          </section>
        ) : null}
        {project.state === "submitted" && !view.mayVerify ? <Notice>{t("project.waiting")}</Notice> : null}
      </ClientWords>
    </>
  );
}
