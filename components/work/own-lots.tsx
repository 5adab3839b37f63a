import Link from "next/link";
import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { LifecycleStrip } from "@/components/ui/lifecycle-steps";
import { StatusTag } from "@/components/ui/status-tag";
import type { LotFlag, Stage } from "@/lib/domain/lot";
import { BID_TERMS, FLAG_TERMS, STAGE_TERMS, STEP_OF_STAGE, stateTerm } from "@/lib/i18n/terms";

type OwnLot = {
  readonly id: string;
  readonly tenderName: string;
  readonly name: string;
  readonly stage: Stage;
  readonly flag: LotFlag | null;
  readonly next: {
    readonly at: Date;
    readonly what: "deadline" | "windowEnds" | "remedyEnds" | "candidatesEnd";
  } | null;
  readonly link: string;
  readonly bidState: string | null;
};

/** The lots one works on: where they stand and what comes next. */
export function OwnLots({ lots, bidder }: { readonly lots: readonly OwnLot[]; readonly bidder: boolean }) {
  const t = useTranslations("home");
  const title = t(bidder ? "myBids" : "myLots");
  return (
    <section className="sect">
      <div className="between">
        <h2>{title}</h2>
        <Link href={bidder ? "/work/bids" : "/work/tenders"} prefetch={false}>
          {t("all")}
        </Link>
      </div>
      <DataTable
        caption={title}
        rows={lots}
        rowKey={(lot) => lot.id}
        empty=""
        columns={[
          {
            key: "name",
            head: t("lot"),
            cell: (lot) => (
              <Link href={lot.link} prefetch={false}>
                {lot.tenderName} · {lot.name}
              </Link>
            ),
          },
          {
            key: "step",
            head: t("progress"),
            nowrap: true,
            cell: (lot) => <LifecycleStrip current={STEP_OF_STAGE[lot.stage]} />,
          },
          {
            key: "next",
            head: t("next"),
            cell: (lot) =>
              lot.next ? (
                <span className="num">
                  <Instant at={lot.next.at} /> {t(`nexts.${lot.next.what}`)}
                </span>
              ) : (
                "—"
              ),
          },
          { key: "state", head: t(bidder ? "myState" : "state"), cell: (lot) => <State lot={lot} /> },
        ]}
      />
    </section>
  );
}

function State({ lot }: { readonly lot: OwnLot }) {
  if (lot.flag) return <StatusTag term={FLAG_TERMS[lot.flag]} />;
  return <StatusTag term={lot.bidState ? stateTerm(BID_TERMS, lot.bidState) : STAGE_TERMS[lot.stage]} />;
}
