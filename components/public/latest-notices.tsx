import Link from "next/link";
import type { ReactNode } from "react";
import { Instant } from "@/components/ui/instant";

export type NewsItem = {
  readonly id: string;
  readonly href: string;
  readonly title: string;
  /** Tenderee, trade, lots, already in words. */
  readonly facts: readonly string[];
  /** e.g. 投标截止, with its instant. */
  readonly due?: { readonly label: string; readonly at: Date };
  readonly kind: string;
  readonly publishedAt: Date;
};

/** The latest notices: title, one line of facts, kind and instant on the right. */
export function LatestNotices({ items, empty }: { readonly items: readonly NewsItem[]; readonly empty: ReactNode }) {
  if (items.length === 0) return <p className="none">{empty}</p>;
  return (
    <ol className="news">
      {items.map((item) => (
        <li key={item.id}>
          <div>
            <Link href={item.href} prefetch={false}>
              {item.title}
            </Link>
            <p>
              {item.facts.join(" · ")}
              {item.due ? (
                <span className="dl">
                  {item.due.label} <Instant at={item.due.at} />
                </span>
              ) : null}
            </p>
          </div>
          <p className="meta">
            <b>{item.kind}</b>
            <Instant at={item.publishedAt} />
          </p>
        </li>
      ))}
    </ol>
  );
}
