import { useTranslations } from "next-intl";
import Link from "next/link";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { StateMark } from "@/components/ui/status-tag";
import { FLAG_TERMS, STAGE_TERMS } from "@/lib/i18n/terms";
import type { WatchedLine } from "@/lib/usecases/supervision/view-supervision";

/** Lots under this supervisor, with where they stand and until when. */
export function LotTable({ lots }: { readonly lots: readonly WatchedLine[] }) {
  const t = useTranslations("oversight");
  return (
    <DataTable
      caption={t("allLots")}
      rows={lots}
      rowKey={({ lotId }) => lotId}
      empty={t("noLots")}
      columns={[
        {
          key: "lot",
          head: t("lot"),
          cell: ({ lotId, lotName, tenderName, lotCode }) => (
            <>
              <Link href={`/work/supervision/lots/${lotId}`} prefetch={false}>
                {tenderName} {lotName}
              </Link>
              <br />
              <small className="num">{lotCode}</small>
            </>
          ),
        },
        { key: "stage", head: t("stage"), cell: ({ stage }) => <StateMark term={STAGE_TERMS[stage]} /> },
        { key: "flag", head: t("flag"), cell: ({ flag }) => (flag ? <StateMark term={FLAG_TERMS[flag]} /> : "—") },
        { key: "deadline", head: t("deadline"), nowrap: true, cell: ({ deadline }) => <Instant at={deadline} /> },
        {
          key: "log",
          head: t("record"),
          cell: ({ lotId }) => (
            <Link href={`/work/supervision/log/${lotId}`} prefetch={false}>
              {t("openRecord")}
            </Link>
          ),
        },
      ]}
    />
  );
}
