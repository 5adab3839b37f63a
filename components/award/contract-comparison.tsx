import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/notice";
import { StateMark } from "@/components/ui/status-tag";

export type Compared = {
  readonly key: string;
  readonly agreed: string;
  readonly contract: string;
  readonly same: boolean;
};

/** The contract beside what was tendered and bid; a difference in substance is marked and blocks the signature. */
export function ContractComparison({ fields }: { readonly fields: readonly Compared[] }) {
  const t = useTranslations("award.compare");
  const differs = fields.some(({ same }) => !same);
  return (
    <>
      {differs ? (
        <Notice tone="bad" rules={["R-145"]}>
          {t("blocked")}
        </Notice>
      ) : null}
      <DataTable
        caption={t("title")}
        rows={fields}
        rowKey={({ key }) => key}
        empty=""
        columns={[
          { key: "field", head: t("field"), cell: ({ key }) => t(`keys.${key}`) },
          { key: "agreed", head: t("agreed"), cell: ({ agreed }) => agreed || "—" },
          {
            key: "contract",
            head: t("contract"),
            cell: ({ contract, same }) => <span className={same ? undefined : "t-bad"}>{contract || "—"}</span>,
          },
          {
            key: "same",
            head: t("verdict"),
            nowrap: true,
            cell: ({ same }) => <StateMark tone={same ? "good" : "bad"} label={t(same ? "same" : "differs")} />,
          },
        ]}
      />
    </>
  );
}
