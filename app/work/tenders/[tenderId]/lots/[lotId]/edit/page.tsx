import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ClientWords } from "@/components/layout/client-words";
import { LotFields } from "@/components/tender/lot-fields";
import { ActForm } from "@/components/ui/act-form";
import { PageHeader } from "@/components/ui/page-header";
import { money } from "@/lib/i18n/format";
import { viewLot } from "@/lib/usecases/lot/view-lot";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { editLotAction } from "../../../../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("lot.edit") };
}

export default async function EditLotPage({
  params,
}: {
  readonly params: Promise<{ tenderId: string; lotId: string }>;
}) {
  const { tenderId, lotId } = await params;
  const [view, t] = await Promise.all([
    orNotFound(viewLot(await currentActor(), { lotId })),
    getTranslations("tender"),
  ]);
  const { lot } = view;
  if (!view.mayEdit || lot.publishedAt || lot.tenderId !== tenderId) notFound();
  const values = {
    name: lot.name,
    content: lot.content,
    estimate: money(lot.estimateFen),
    durationDays: String(lot.durationDays ?? ""),
  };
  return (
    <>
      <PageHeader
        title={t("lot.edit")}
        crumbs={[{ label: lot.tender.name, href: `/work/tenders/${tenderId}` }, { label: lot.name }]}
      />
      <ClientWords areas={["tender"]}>
        <div className="sheet">
          <ActForm
            action={editLotAction}
            hidden={{ lotId }}
            submit={t("lot.save")}
            doneTo={`/work/tenders/${tenderId}`}
            legal
          >
            <LotFields values={values} />
          </ActForm>
        </div>
      </ClientWords>
    </>
  );
}
