import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import type { viewOperations } from "@/lib/usecases/operations/view-operations";

type Outage = Awaited<ReturnType<typeof viewOperations>>["outages"][number];
type Props = { readonly outages: readonly Outage[] };

/** When no bids were taken (protocol §5.5); what the tenderees' offers to extend a deadline count by. */
export function Outages({ outages }: Props) {
  const t = useTranslations("operations");
  const why = ({ offsetMs, by }: Outage) =>
    [
      ...(offsetMs === null ? [] : [t("outages.clock", { offset: offsetMs })]),
      ...(by.length === 0 ? [] : [t("outages.unreachable", { by: by.join("、") })]),
    ].join("；");
  return (
    <section className="sect">
      <h2>{t("outages.title")}</h2>
      <DataTable
        caption={t("outages.title")}
        rows={outages}
        rowKey={({ begunAt }) => begunAt.toISOString()}
        empty=""
        columns={[
          { key: "begun", head: t("outages.begun"), cell: ({ begunAt }) => <Instant at={begunAt} /> },
          {
            key: "ended",
            head: t("outages.ended"),
            cell: ({ endedAt }) => (endedAt ? <Instant at={endedAt} /> : t("outages.lasts")),
          },
          { key: "why", head: t("outages.why"), cell: why },
        ]}
      />
      <p className="sec">{t("outages.note")}</p>
    </section>
  );
}
