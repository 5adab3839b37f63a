import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { StateMark } from "@/components/ui/status-tag";

type Line = {
  readonly version: number;
  readonly enteredAt: Date;
  readonly enteredBy: string | null;
  readonly outcome: "verified" | "returned" | null;
  readonly reason: string | null;
  readonly checkedAt: Date | null;
  readonly checkedBy: string | null;
};

const TONE = { verified: "good", returned: "attention", waiting: "active", replaced: "neutral" } as const;

/** Every version of the data: who entered it when, who checked it when, with what outcome. */
export function EntryHistory({ history }: { readonly history: readonly Line[] }) {
  const t = useTranslations("organisation");
  // A version nobody has checked waits only while no newer one stands in its place.
  const standing = ({ outcome, version }: Line) =>
    outcome ?? (version === history[0]?.version ? "waiting" : "replaced");
  return (
    <DataTable
      caption={t("history")}
      rows={history}
      rowKey={({ version }) => String(version)}
      empty=""
      columns={[
        { key: "version", head: t("data"), nowrap: true, cell: ({ version }) => t("version", { version }) },
        {
          key: "entered",
          head: t("entered"),
          cell: ({ enteredAt, enteredBy }) => (
            <>
              <Instant at={enteredAt} /> {enteredBy ?? ""}
            </>
          ),
        },
        {
          key: "checked",
          head: t("checked"),
          cell: ({ checkedAt, checkedBy }) => (
            <>
              <Instant at={checkedAt} /> {checkedBy ?? ""}
            </>
          ),
        },
        {
          key: "outcome",
          head: t("outcome"),
          cell: (line) => <StateMark tone={TONE[standing(line)]} label={t(`outcomes.${standing(line)}`)} />,
        },
        { key: "reason", head: t("reason"), cell: ({ reason }) => reason || "—" },
      ]}
    />
  );
}
