import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { STAGES } from "@/lib/domain/lot";
import { viewSupervision, viewSupervisionInput } from "@/lib/usecases/supervision/view-supervision";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { LotTable } from "../lot-table";
import { StageFilter } from "./stage-filter";

type Props = { readonly searchParams: Promise<Record<string, string | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("oversight"))("allLots") };
}

export default async function WatchedLotsPage({ searchParams }: Props) {
  const asked = Object.entries(await searchParams).filter(([, value]) => value);
  const parsed = viewSupervisionInput.safeParse(Object.fromEntries(asked));
  const input = parsed.success ? parsed.data : {};
  const [{ lots, asOf }, t] = await Promise.all([
    orNotFound(viewSupervision(await currentActor(), input)),
    getTranslations("oversight"),
  ]);
  return (
    <>
      <PageHeader title={t("allLots")} meta={[t.rich("asOf", { at: () => <Instant at={asOf} part="time" /> })]} />
      <StageFilter stages={STAGES.slice(1)} stage={input.stage} flag={input.flag} />
      <LotTable lots={lots} />
    </>
  );
}
