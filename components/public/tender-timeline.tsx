import Link from "next/link";
import type { ReactNode } from "react";
import { Instant } from "@/components/ui/instant";

export type PublishedAct = {
  readonly id: string;
  readonly at: Date;
  /** `A01`, or 全部. */
  readonly lot: string;
  readonly title: string;
  readonly href?: string;
  readonly note?: ReactNode;
};

/** Every published act, the latest first. */
export function TenderTimeline({ acts }: { readonly acts: readonly PublishedAct[] }) {
  return (
    <ol className="line">
      {acts.map((act) => (
        <li key={act.id}>
          <Instant at={act.at} />
          <div>
            <b className="lot">{act.lot}</b>
            {act.href ? (
              <Link href={act.href} prefetch={false}>
                {act.title}
              </Link>
            ) : (
              act.title
            )}
            {act.note ? <p>{act.note}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
