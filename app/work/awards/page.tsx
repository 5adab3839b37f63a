import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { OwnLots } from "@/components/work/own-lots";
import { viewOwnLots } from "@/lib/usecases/opening/view-openings";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ownLots"))("awards") };
}

export default async function AwardsPage() {
  const lines = await orNotFound(viewOwnLots(await currentActor(), ["award", "contract", "closed"]));
  const t = await getTranslations("ownLots");
  return (
    <>
      <PageHeader title={t("awards")} />
      <OwnLots caption={t("awards")} lines={lines} hrefOf={(line) => `/work/tenders/${line.tenderId}/lots/${line.lotId}/award`} />
    </>
  );
}
