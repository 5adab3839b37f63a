"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

export type NavItem = { readonly href: string; readonly label: string; readonly count?: number };

/** The entry under which the present page lies: the longest address that it begins with. */
function currentOf(path: string, items: readonly NavItem[]): string | undefined {
  const fits = items.filter(({ href }) => path === href || (path.startsWith(`${href}/`) && href !== "/work"));
  return fits.sort((a, b) => b.href.length - a.href.length)[0]?.href;
}

/** Links of a menu; the present one is marked for eyes and ears. Rendered as list items where `list`. */
export function NavLinks({ items, list = false }: { readonly items: readonly NavItem[]; readonly list?: boolean }) {
  const current = currentOf(usePathname() ?? "", items);
  const link = ({ href, label, count }: NavItem) => (
    <Link key={href} href={href} prefetch={false} aria-current={href === current ? "page" : undefined}>
      {label}
      {count ? <span className="n">{count}</span> : null}
    </Link>
  );
  return <>{items.map((item) => (list ? <li key={item.href}>{link(item)}</li> : link(item)))}</>;
}
