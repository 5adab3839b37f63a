import Link from "next/link";
import type { ReactNode } from "react";

export function AsideBlock({
  title,
  id,
  children,
}: {
  readonly title: string;
  readonly id?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="aside-block" id={id}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export type AsideItem = {
  readonly key: string;
  readonly label: ReactNode;
  readonly href?: string;
  readonly note?: ReactNode;
};

/** A short list of the side column: name or link, a note under it. */
export function AsideList({
  items,
  className = "plain",
}: {
  readonly items: readonly AsideItem[];
  readonly className?: "plain" | "media";
}) {
  return (
    <ul className={className}>
      {items.map(({ key, label, href, note }) => (
        <li key={key}>
          {href ? (
            <Link href={href} prefetch={false}>
              {label}
            </Link>
          ) : (
            label
          )}
          {note ? <small>{note}</small> : null}
        </li>
      ))}
    </ul>
  );
}
