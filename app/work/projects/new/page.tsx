import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { SignDialog } from "@/components/signing/sign-dialog";
import { ProjectFields } from "@/components/tender/project-fields";
import { ActForm } from "@/components/ui/act-form";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";
import { REGION_TERMS } from "@/lib/i18n/trade-terms";
import { USE_CONTRACT_CLAUSES } from "@/lib/usecases/project/sign-use-contract";
import { viewNewProject } from "@/lib/usecases/project/view-project";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { createProjectAction, prepareUseContractAction, signUseContractAction } from "../../tenders/actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("project.newTitle") };
}

export default async function NewProjectPage() {
  const [view, t, l] = await Promise.all([
    orNotFound(viewNewProject(await currentActor())),
    getTranslations("tender"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  const regions = Object.entries(REGION_TERMS).map(([value, term]) => ({ value, label: word(locale, term) }));
  return (
    <>
      <PageHeader
        title={t("project.newTitle")}
        crumbs={[{ label: t("list.title"), href: "/work/tenders" }, { label: t("project.newTitle") }]}
      />
      <ClientWords areas={["tender"]}>
        {view.contract || view.agency ? null : (
          <section className="sect">
            <Notice tone="attention" rules={["R-23"]} title={t("contract.missing")}>
              {t("contract.hint")}
            </Notice>
            <ol className="lines">
              {USE_CONTRACT_CLAUSES.map((clause) => (
                <li key={clause}>
                  <b>{t(`contract.${clause}`)}</b> {t(`contract.${clause}Text`)}
                </li>
              ))}
            </ol>
            <SignDialog
              label={t("contract.sign")}
              prepare={prepareUseContractAction}
              commit={signUseContractAction}
              done={t("contract.done")}
            >
              <p>{t("contract.effect")}</p>
            </SignDialog>
          </section>
        )}
        {view.contract || view.agency ? (
          <div className="sheet">
            <ActForm action={createProjectAction} submit={t("project.submit")} doneTo="/work/projects/{id}" legal>
              <ProjectFields
                values={{ ownerName: view.agency ? "" : view.ownerName }}
                regions={regions}
                agency={view.agency}
              />
            </ActForm>
          </div>
        ) : null}
      </ClientWords>
    </>
  );
}
