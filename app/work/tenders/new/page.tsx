import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ClientWords } from "@/components/layout/client-words";
import { TenderFields } from "@/components/tender/tender-fields";
import { ActForm } from "@/components/ui/act-form";
import { PageHeader } from "@/components/ui/page-header";
import { asLocale } from "@/lib/i18n/locale";
import { type Term, word } from "@/lib/i18n/terms";
import { CATEGORY_TERMS, TRADE_TERMS } from "@/lib/i18n/trade-terms";
import { viewNewTender, viewProjectInput } from "@/lib/usecases/project/view-project";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { createTenderAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("tender.newTitle") };
}

type Query = Record<string, string | string[] | undefined>;

export default async function NewTenderPage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const parsed = viewProjectInput.safeParse({ projectId: (await searchParams).project });
  if (!parsed.success) notFound();
  const [view, t, l] = await Promise.all([
    orNotFound(viewNewTender(await currentActor(), parsed.data)),
    getTranslations("tender"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  const options = (terms: Readonly<Record<string, Term>>) =>
    Object.entries(terms).map(([value, term]) => ({ value, label: word(locale, term) }));
  const parties = (list: typeof view.agencies) =>
    list.map(({ id, name, uscc }) => ({ value: id, label: `${name}　${uscc}` }));
  return (
    <>
      <PageHeader
        title={t("tender.newTitle")}
        crumbs={[
          { label: t("list.title"), href: "/work/tenders" },
          { label: view.project.name, href: `/work/projects/${view.project.id}` },
          { label: t("tender.newTitle") },
        ]}
      />
      <ClientWords areas={["tender"]}>
        <div className="sheet">
          <ActForm
            action={createTenderAction}
            hidden={{ projectId: view.project.id }}
            submit={t("tender.create")}
            doneTo="/work/tenders/{id}"
            legal
          >
            <TenderFields
              name={view.project.name}
              types={options(TRADE_TERMS)}
              categories={options(CATEGORY_TERMS)}
              agencies={parties(view.agencies)}
              supervisors={parties(view.supervisors)}
              agency={view.agency}
            />
          </ActForm>
        </div>
      </ClientWords>
    </>
  );
}
