import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { AuthorityEditor } from "@/components/trust/authority-editor";
import { PageHeader } from "@/components/ui/page-header";
import { viewAuthorityForm, viewAuthorityInput } from "@/lib/usecases/trust/view-changes";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { notFound } from "next/navigation";
import { prepareChangeAction, proposeChangeAction } from "../actions";

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("trust"))("propose") };
}

export default async function EditAuthorityPage({ searchParams }: Props) {
  const { authority } = await searchParams;
  const parsed = viewAuthorityInput.safeParse({ authority });
  if (!parsed.success) notFound();
  const { form, known } = await orNotFound(viewAuthorityForm(await currentActor(), parsed.data, await deps()));
  const t = await getTranslations("trust");
  return (
    <ClientWords areas={["trust"]}>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/work/operations/trust" }, { label: known ? form.name : t("add") }]}
        title={known ? t("proposeFor", { name: form.name }) : t("add")}
      />
      <AuthorityEditor form={form} known={known} prepare={prepareChangeAction} commit={proposeChangeAction} />
    </ClientWords>
  );
}
