import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { LotLinks } from "@/components/work/lot-links";
import { viewLotsAt } from "@/lib/usecases/opening/view-lots-at";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ownLots"))("awards") };
}

export default async function AwardsPage() {
  const lines = await orNotFound(viewLotsAt(await currentActor(), ["award", "contract", "closed"]));
  const t = await getTranslations("ownLots");
  return (
    <>
      <PageHeader title={t("awards")} />
      <LotLinks
        caption={t("awards")}
        lines={lines}
        hrefOf={(line) => `/work/tenders/${line.tenderId}/lots/${line.lotId}/award`}
      />
    </>
  );
}
