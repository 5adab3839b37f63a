import Link from "next/link";

export type Tab = { readonly href: string; readonly label: string; readonly count?: number; readonly end?: boolean };

/** Tabs are links: each has an address, works without script and in a new window. At most seven. */
export function Tabs({
  label,
  current,
  items,
}: {
  readonly label: string;
  readonly current: string;
  readonly items: readonly Tab[];
}) {
  return (
    <nav className="tabs" aria-label={label}>
      {items.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          prefetch={false}
          className={tab.end ? "end" : undefined}
          aria-current={tab.href === current ? "page" : undefined}
        >
          {tab.count === undefined ? tab.label : `${tab.label} ${tab.count}`}
        </Link>
      ))}
    </nav>
  );
}
