import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { LotLinks } from "@/components/work/lot-links";
import { viewLotsAt } from "@/lib/usecases/opening/view-lots-at";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ownLots"))("openings") };
}

export default async function OpeningsPage() {
  const lines = await orNotFound(viewLotsAt(await currentActor(), ["bidding", "opening", "opened", "evaluation"]));
  const t = await getTranslations("ownLots");
  return (
    <>
      <PageHeader title={t("openings")} />
      <LotLinks caption={t("openings")} lines={lines} hrefOf={(line) => `/room/opening/${line.lotId}`} />
    </>
  );
}
