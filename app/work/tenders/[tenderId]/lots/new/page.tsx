import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ClientWords } from "@/components/layout/client-words";
import { LotFields } from "@/components/tender/lot-fields";
import { ActForm } from "@/components/ui/act-form";
import { PageHeader } from "@/components/ui/page-header";
import { viewTender } from "@/lib/usecases/tender/view-tender";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { addLotAction } from "../../../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("lot.add") };
}

export default async function NewLotPage({ params }: { readonly params: Promise<{ tenderId: string }> }) {
  const { tenderId } = await params;
  const [view, t] = await Promise.all([
    orNotFound(viewTender(await currentActor(), { tenderId })),
    getTranslations("tender"),
  ]);
  if (!view.mayEdit) notFound();
  return (
    <>
      <PageHeader
        title={t("lot.add")}
        crumbs={[
          { label: t("list.title"), href: "/work/tenders" },
          { label: view.tender.name, href: `/work/tenders/${tenderId}` },
          { label: t("lot.add") },
        ]}
      />
      <ClientWords areas={["tender"]}>
        <div className="sheet">
          <ActForm
            action={addLotAction}
            hidden={{ tenderId }}
            submit={t("lot.create")}
            doneTo={`/work/tenders/${tenderId}/lots/{id}/documents`}
            legal
          >
            <LotFields values={{}} />
          </ActForm>
        </div>
      </ClientWords>
    </>
  );
}
