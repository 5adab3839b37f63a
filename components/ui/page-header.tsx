import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export type Crumb = { readonly label: ReactNode; readonly href?: string };

/** Where one is; the last crumb is the page itself and no link. */
export function Breadcrumb({
  items,
  surface = "work",
}: {
  readonly items: readonly Crumb[];
  readonly surface?: "work" | "public";
}) {
  const t = useTranslations("ui");
  if (surface === "public") {
    return (
      <nav className="crumbs" aria-label={t("place")}>
        <ol>
          {items.map(({ label, href }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a path has an order
            <li key={at}>
              {href ? (
                <Link prefetch={false} href={href}>
                  {label}
                </Link>
              ) : (
                label
              )}
            </li>
          ))}
        </ol>
      </nav>
    );
  }
  return (
    <nav className="crumb" aria-label={t("place")}>
      {items.map(({ label, href }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a path has an order
        <span key={at}>
          {at > 0 ? <span aria-hidden="true">/ </span> : null}
          {href ? (
            <Link prefetch={false} href={href}>
              {label}
            </Link>
          ) : (
            label
          )}
        </span>
      ))}
    </nav>
  );
}

type HeaderProps = {
  readonly title: ReactNode;
  readonly crumbs?: readonly Crumb[];
  readonly tag?: ReactNode;
  /** Short facts under the title: code, people, version. */
  readonly meta?: readonly ReactNode[];
  /** At most one filled button. */
  readonly actions?: ReactNode;
};

/** Head of a workbench page: breadcrumb, h1, tag, facts, actions on the right. */
export function PageHeader({ title, crumbs, tag, meta = [], actions }: HeaderProps) {
  return (
    <>
      {crumbs ? <Breadcrumb items={crumbs} /> : null}
      <div className="head">
        <div>
          <h1>{title}</h1>
          {tag}
          {meta.length > 0 ? (
            <p className="meta">
              {meta.map((item, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: fixed order
                <span key={at}>{item}</span>
              ))}
            </p>
          ) : null}
        </div>
        {actions ? <div className="acts">{actions}</div> : null}
      </div>
    </>
  );
}
