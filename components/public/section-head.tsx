import Link from "next/link";
import type { ReactNode } from "react";

type Props = {
  readonly id: string;
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly more?: { readonly href: string; readonly label: string };
};

/** Heading of a section of the public site, with a note or a way to all of it on the right. */
export function SectionHead({ id, title, note, more }: Props) {
  return (
    <div className="sec-head">
      <h2 id={id}>{title}</h2>
      {note ? <p>{note}</p> : null}
      {more ? (
        <Link href={more.href} prefetch={false}>
          {more.label}
        </Link>
      ) : null}
    </div>
  );
}
