import Link from "next/link";
import { useTranslations } from "next-intl";

type Props = {
  readonly page: number;
  readonly pages: number;
  /** Address of a page; `{page}` is replaced. */
  readonly href: string;
  /** Left out where a total would tell something. */
  readonly total?: number;
};

/** Pages as links, around the current one. Nothing for a single page. */
export function Pagination({ page, pages, href, total }: Props) {
  const t = useTranslations("ui");
  if (pages <= 1 && total === undefined) return null;
  const to = (n: number) => href.replace("{page}", String(n));
  const near = Array.from({ length: pages }, (_, at) => at + 1).filter(
    (n) => n === 1 || n === pages || Math.abs(n - page) <= 2,
  );
  const step = (n: number, label: string, open: boolean) =>
    open ? (
      <Link prefetch={false} href={to(n)}>
        {label}
      </Link>
    ) : (
      <span className="off">{label}</span>
    );
  return (
    <div className="pager">
      {pages > 1 ? (
        <nav aria-label={t("pages")}>
          <ul>
            <li>{step(page - 1, t("previous"), page > 1)}</li>
            {near.map((n) => (
              <li key={n}>
                <Link prefetch={false} href={to(n)} aria-current={n === page ? "page" : undefined}>
                  {n}
                </Link>
              </li>
            ))}
            <li>{step(page + 1, t("next"), page < pages)}</li>
          </ul>
        </nav>
      ) : null}
      {total === undefined ? null : <p>{t("total", { total })}</p>}
    </div>
  );
}
