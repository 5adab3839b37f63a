import { getTranslations } from "next-intl/server";
import { DocumentFrame } from "@/components/public/document-frame";
import { PrintButton } from "@/components/public/print-button";
import { Instant } from "@/components/ui/instant";
import { PLATFORM } from "@/lib/i18n/platform-facts";
import { type Disclosure, viewDisclosure } from "@/lib/usecases/platform/view-disclosure";
import { deps } from "@/lib/web/deps";
import { Outages } from "./outages";
import { AuthoritiesTable, Certification, Exchange, Fees, Free, Peers, Running, Specifications, Units } from "./parts";

export async function generateMetadata() {
  const t = await getTranslations("disclosure");
  return { title: t("title"), description: t("lead") };
}

const Operation = ({ live: { running, clock, outages } }: { readonly live: Disclosure }) => (
  <>
    <Running running={running} clock={clock} />
    <Outages outages={outages} />
  </>
);

/** D-1 to D-13 of S14: who stands behind the platform, with whom it is connected, what it costs. */
export default async function DisclosurePage() {
  const t = await getTranslations("disclosure");
  const live = await viewDisclosure(await deps());
  const updated = (
    <>
      {t("updated")} <time dateTime={PLATFORM.updated}>{PLATFORM.updated}</time>
    </>
  );
  const now = (
    <>
      {t("asOf")} <Instant at={live.now} />
    </>
  );
  const parts = [
    { id: "units", title: t("units.title"), note: updated, body: <Units /> },
    { id: "cert", title: t("cert.title"), note: updated, body: <Certification /> },
    { id: "spec", title: t("spec.title"), note: t("spec.note"), body: <Specifications /> },
    {
      id: "authorities",
      title: t("authorities.title"),
      note: now,
      body: <AuthoritiesTable authorities={live.authorities} />,
    },
    { id: "peers", title: t("peers.title"), note: now, body: <Peers hub={live.hub} /> },
    { id: "ops", title: t("ops.title"), note: now, body: <Operation live={live} /> },
    { id: "exchange", title: t("exchange.title"), note: now, body: <Exchange lines={live.exchange} /> },
    { id: "free", title: t("free.title"), note: updated, body: <Free /> },
    { id: "fees", title: t("fees.title"), note: updated, body: <Fees /> },
  ];
  const actions = (
    <>
      <a className="btn sm" href="/api/v1/disclosure">
        JSON
      </a>
      <PrintButton />
    </>
  );
  return <DocumentFrame title={t("title")} lead={t("lead")} parts={parts} actions={actions} />;
}
