import Link from "next/link";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";

export type FilterOption = { readonly value: string; readonly label: string };
export type FilterSelect = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** The first one is "all". */
  readonly options: readonly FilterOption[];
};

type Props = {
  /** Kind of the list, kept through a search. */
  readonly kind: string;
  readonly text: string;
  readonly selects: readonly FilterSelect[];
  readonly scope: "open" | "all";
  readonly latest: boolean;
};

/** Filters as a GET form: shareable, printable, without script (ux 7.1). */
export function NoticeFilter({ kind, text, selects, scope, latest }: Props) {
  const t = useTranslations("public");
  return (
    <search>
      <form className="filter" method="get" action="/notices">
        <input type="hidden" name="kind" value={kind} />
        <div className="find">
          <label className="vh" htmlFor="q">
            {t("home.searchLabel")}
          </label>
          <input id="q" name="q" type="search" defaultValue={text} autoComplete="off" />
          <button className="btn primary" type="submit">
            <Icon name="search" />
            {t("search")}
          </button>
        </div>
        <details className="more">
          <summary>{t("filter.more")}</summary>
          <div className="selects">
            {selects.map((select) => (
              <div className="field" key={select.name}>
                <label htmlFor={`s-${select.name}`}>{select.label}</label>
                <select id={`s-${select.name}`} name={select.name} defaultValue={select.value}>
                  {select.options.map(({ value, label }) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </select>
              </div>
            ))}
          </div>
          <div className="scope">
            <fieldset>
              <legend className="vh">{t("filter.scope")}</legend>
              {(["open", "all"] as const).map((value) => (
                <label className="check" key={value}>
                  <input type="radio" name="scope" value={value} defaultChecked={scope === value} />
                  {t(`filter.${value}`)}
                </label>
              ))}
            </fieldset>
            <label className="check">
              {/* An unticked box sends nothing, so that the hidden one says that it was shown. */}
              <input type="hidden" name="latest" value="0" />
              <input type="checkbox" name="latest" value="1" defaultChecked={latest} />
              {t("filter.latest")}
            </label>
          </div>
        </details>
      </form>
    </search>
  );
}

export type Chosen = { readonly label: string; readonly without: string };

type HeadProps = {
  /** `36 条招标公告`. */
  readonly title: string;
  readonly chosen: readonly Chosen[];
  readonly clear: string;
  readonly sorts: readonly { readonly label: string; readonly href: string; readonly current: boolean }[];
};

/** What was found, what was chosen and can be taken back, in which order. */
export function ResultHead({ title, chosen, clear, sorts }: HeadProps) {
  const t = useTranslations("public");
  return (
    <div className="result-head">
      <h2>{title}</h2>
      {chosen.length > 0 ? (
        <ul className="chosen" aria-label={t("filter.chosen")}>
          {chosen.map(({ label, without }) => (
            <li key={label}>
              <Link href={without} prefetch={false}>
                {label} <Icon name="close" />
                <span className="vh">{t("filter.remove")}</span>
              </Link>
            </li>
          ))}
          <li>
            <Link className="clear" href={clear} prefetch={false}>
              {t("filter.clear")}
            </Link>
          </li>
        </ul>
      ) : (
        <span />
      )}
      <p className="sort">
        <span className="muted">{t("filter.sort")}</span>
        {sorts.map(({ label, href, current }) => (
          <Link key={href} href={href} prefetch={false} aria-current={current ? "true" : undefined}>
            {label}
          </Link>
        ))}
      </p>
    </div>
  );
}

export type KindTab = { readonly href: string; readonly label: string; readonly current: boolean };

/** Kinds of notices: tabs that are links. */
export function KindTabs({ items }: { readonly items: readonly KindTab[] }) {
  const t = useTranslations("public");
  return (
    <nav className="tabs" aria-label={t("filter.kinds")}>
      <ul>
        {items.map(({ href, label, current }) => (
          <li key={href}>
            <Link href={href} prefetch={false} aria-current={current ? "page" : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
