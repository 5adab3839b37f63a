import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "@/components/ui/instant";
import { StatusTag } from "@/components/ui/status-tag";
import { remaining } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import type { StateTerm } from "@/lib/i18n/terms";

export type Hit = {
  readonly id: string;
  readonly href: string;
  readonly title: string;
  /** Tenderee, lots, ceiling price, changes, already in words; publication last. */
  readonly facts: readonly ReactNode[];
  readonly state: StateTerm | null;
  /** Bid deadline, or the end of a public notice; null where there is none. */
  readonly due: Date | null;
};

type Props = {
  readonly hits: readonly Hit[];
  /** Head of the last column, e.g. 投标截止（北京时间）. */
  readonly dueLabel: string;
  readonly now: Date;
  readonly empty: ReactNode;
};

/** Hits of a search: what, state, instant. The time left is text, not a ticking clock; never a number of bids. */
export function NoticeHits({ hits, dueLabel, now, empty }: Props) {
  const t = useTranslations("public");
  const locale = asLocale(useLocale());
  if (hits.length === 0) return <p className="none">{empty}</p>;
  return (
    <>
      <p className="lhead" aria-hidden="true">
        <span>{t("hits.notice")}</span>
        <span>{t("hits.state")}</span>
        <span>{dueLabel}</span>
      </p>
      <ol className="hits">
        {hits.map((hit) => (
          <li key={hit.id}>
            <div className="what">
              <h3>
                <Link href={hit.href} prefetch={false}>
                  {hit.title}
                </Link>
              </h3>
              <p>
                {hit.facts.map((fact, at) =>
                  at === 0 ? (
                    fact
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: facts have a fixed order
                    <span key={at}>{fact}</span>
                  ),
                )}
              </p>
            </div>
            <p className="state">{hit.state ? <StatusTag term={hit.state} /> : null}</p>
            <dl className="due">
              <dt>{dueLabel}</dt>
              <dd>
                <Instant at={hit.due} />
              </dd>
              {hit.due && hit.due > now ? (
                <dd className="left">{t("left", { time: remaining(locale, hit.due.getTime() - now.getTime()) })}</dd>
              ) : null}
            </dl>
          </li>
        ))}
      </ol>
    </>
  );
}
