import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Breadcrumb, type Crumb } from "@/components/ui/page-header";

export type Part = { readonly id: string; readonly title: string; readonly note?: ReactNode; readonly body: ReactNode };

type Props = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly crumbs?: readonly Crumb[];
  readonly actions?: ReactNode;
  readonly parts: readonly Part[];
};

/** A long public page: title, contents at the side, sections. */
export function DocumentFrame({ title, lead, crumbs = [], actions, parts }: Props) {
  const t = useTranslations("help");
  return (
    <main id="main" className="col disclosure-page">
      <Breadcrumb surface="public" items={[{ label: t("home"), href: "/" }, ...crumbs, { label: title }]} />
      <div className="page-head thead">
        <div>
          <h1>{title}</h1>
          {lead ? <p className="lead">{lead}</p> : null}
        </div>
        {actions ? <div className="btn-row">{actions}</div> : null}
      </div>
      <div className="doc">
        <nav className="toc" aria-label={t("contents")}>
          <ol>
            {parts.map(({ id, title: name }) => (
              <li key={id}>
                <a href={`#${id}`}>{name}</a>
              </li>
            ))}
          </ol>
        </nav>
        <div>
          {parts.map((part, at) => (
            <section key={part.id} id={part.id} className={at > 0 ? "sec" : undefined} aria-labelledby={`h-${part.id}`}>
              <div className="sec-head">
                <h2 id={`h-${part.id}`}>{part.title}</h2>
                {part.note ? <p>{part.note}</p> : null}
              </div>
              {part.body}
            </section>
          ))}
        </div>
      </div>
    </main>
  );
}
