import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "./instant";

export type TimelineEntry = {
  readonly at: Date;
  readonly text: ReactNode;
  /** A date without a time of day. */
  readonly dateOnly?: boolean;
  /** The deadline, or another instant that matters most. */
  readonly key?: boolean;
};

/** Instants of a lot, past ones filled, a line at now. `entries` in order of time. */
export function Timeline({ entries, now }: { readonly entries: readonly TimelineEntry[]; readonly now: Date }) {
  const t = useTranslations("ui");
  const next = entries.findIndex(({ at }) => at > now);
  const cut = next < 0 ? entries.length : next;
  const line = (entry: TimelineEntry, past: boolean, index: number) => (
    <li key={`${entry.at.getTime()}-${index}`} className={entry.key ? "k" : past ? "d" : undefined}>
      <span className="num">
        <Instant at={entry.at} part={entry.dateOnly ? "date" : "both"} />
      </span>
      {entry.key ? <b>{entry.text}</b> : entry.text}
    </li>
  );
  return (
    <ol className="tl">
      {entries.slice(0, cut).map((entry, index) => line(entry, true, index))}
      <li className="n">
        <span className="num">
          <Instant at={now} />
        </span>
        <b>{t("now")}</b>
      </li>
      {entries.slice(cut).map((entry, index) => line(entry, false, cut + index))}
    </ol>
  );
}
