import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StatusTag } from "@/components/ui/status-tag";
import { beijingIso } from "@/lib/i18n/format";
import { beijingTime } from "@/lib/i18n/instants";
import type { StateTerm } from "@/lib/i18n/terms";

export type BoardRow = {
  readonly id: string;
  readonly at: Date;
  readonly title: string;
  readonly href: string;
  readonly lot: string;
  readonly tenderee: string;
  readonly state: StateTerm;
  /** A link to what can be done now, or the time left as words. */
  readonly next: { readonly label: string; readonly href?: string };
};

type Props = {
  readonly caption: string;
  /** In order of time. */
  readonly rows: readonly BoardRow[];
  /** Draws the line between what was and what comes; left out on days that are not today. */
  readonly now?: Date;
  readonly empty: ReactNode;
};

/** Openings of a day as a timetable. Who bids, or how many, has no place here. */
export function OpeningsBoard({ caption, rows, now, empty }: Props) {
  const t = useTranslations("public");
  if (rows.length === 0) return <p className="none">{empty}</p>;
  const next = now ? rows.findIndex(({ at }) => at > now) : -1;
  const cut = now === undefined ? null : next < 0 ? rows.length : next;
  return (
    <table className="board">
      <caption className="vh">{caption}</caption>
      <thead className="vh">
        <tr>
          {["time", "lot", "tenderee", "state", "next"].map((head) => (
            <th scope="col" key={head}>
              {t(`board.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, cut ?? rows.length).map((row) => (
          <Row key={row.id} row={row} past={cut !== null} />
        ))}
        {now && cut !== null ? <NowLine now={now} /> : null}
        {cut === null ? null : rows.slice(cut).map((row) => <Row key={row.id} row={row} past={false} />)}
      </tbody>
    </table>
  );
}

function Row({ row, past }: { readonly row: BoardRow; readonly past: boolean }) {
  const clock = beijingTime(row.at).slice(11);
  return (
    <tr className={past ? "past" : undefined}>
      <td>
        <time dateTime={beijingIso(row.at)}>
          {clock.slice(0, 5)}
          <i>{clock.slice(5)}</i>
        </time>
      </td>
      <th scope="row">
        <Link href={row.href} prefetch={false}>
          {row.title}
        </Link>{" "}
        <span className="lot">{row.lot}</span>
      </th>
      <td className="who">{row.tenderee}</td>
      <td>
        <StatusTag term={row.state} />
      </td>
      <td>
        {row.next.href ? (
          <Link href={row.next.href} prefetch={false}>
            {row.next.label}
          </Link>
        ) : (
          row.next.label
        )}
      </td>
    </tr>
  );
}

function NowLine({ now }: { readonly now: Date }) {
  const t = useTranslations("public");
  return (
    <tr className="nowline">
      <td colSpan={5}>
        <p>
          <time dateTime={beijingIso(now)}>{beijingTime(now).slice(11)}</time>
          <span>{t("board.now")}</span>
        </p>
      </td>
    </tr>
  );
}
