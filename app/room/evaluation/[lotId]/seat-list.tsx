import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { StateMark } from "@/components/ui/status-tag";
import type { EntryView } from "@/lib/usecases/evaluation/view-entry";

/** Who has done what, by seat numbers alone. */
export async function SeatList({ view }: { readonly view: EntryView }) {
  const t = await getTranslations("committee.entry");
  const vacant = view.size - view.seats.length;
  const mark = (done: boolean) => <StateMark tone={done ? "good" : "neutral"} label={t(done ? "done" : "pending")} />;
  return (
    <section>
      <h2>{t("seats")}</h2>
      <DataTable
        caption={t("seats")}
        rows={view.seats}
        rowKey={({ id }) => id}
        rowClass={({ own }) => (own ? "me" : undefined)}
        empty="—"
        columns={[
          {
            key: "number",
            head: t("number"),
            cell: ({ number, own }) => (
              <span className="num">
                {number}
                {own ? `（${t("you")}）` : ""}
              </span>
            ),
          },
          {
            key: "kind",
            head: t("kind"),
            cell: ({ kind }) => t(kind === "representative" ? "representative" : "expert"),
          },
          { key: "in", head: t("signedIn"), nowrap: true, cell: ({ checkedIn }) => mark(checkedIn) },
          { key: "promise", head: t("promised"), nowrap: true, cell: ({ disciplined }) => mark(disciplined) },
          { key: "declared", head: t("declared"), nowrap: true, cell: ({ declared }) => mark(declared) },
          { key: "voted", head: t("voted"), nowrap: true, cell: ({ voted }) => mark(voted) },
        ]}
      />
      {vacant > 0 ? <p className="sec">{t("vacant", { count: vacant })}</p> : null}
    </section>
  );
}
