import Link from "next/link";
import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { StateMark } from "@/components/ui/status-tag";
import type { Stage } from "@/lib/domain/lot";
import { STAGE_TERMS } from "@/lib/i18n/terms";

type Line = {
  readonly lotId: string;
  readonly tenderId: string;
  readonly name: string;
  readonly deadline: Date | null;
  readonly stage: Stage;
};

/** Lots of one's own at some stages, each with its link into the room or page concerned. */
export function LotLinks({
  caption,
  lines,
  hrefOf,
}: {
  readonly caption: string;
  readonly lines: readonly Line[];
  readonly hrefOf: (line: Line) => string;
}) {
  const t = useTranslations("ownLots");
  return (
    <DataTable
      caption={caption}
      rows={lines}
      rowKey={(line) => line.lotId}
      empty={t("empty")}
      columns={[
        { key: "name", head: t("lot"), cell: (line) => <Link href={hrefOf(line)}>{line.name}</Link> },
        { key: "stage", head: t("stage"), cell: (line) => <StateMark term={STAGE_TERMS[line.stage]} /> },
        {
          key: "deadline",
          head: t("deadline"),
          nowrap: true,
          cell: (line) => (line.deadline ? <Instant at={line.deadline} /> : "—"),
        },
      ]}
    />
  );
}
