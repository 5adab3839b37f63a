import { useLocale, useTranslations } from "next-intl";
import type { NoticeContent, NoticeSection, NoticeTable } from "@/lib/domain/notice-content";
import { legalTime } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import { Seal } from "./seal";

export type SignedBy = { readonly role: string; readonly name: string };

type Props = {
  readonly content: NoticeContent;
  readonly kind: string;
  readonly signedBy: readonly SignedBy[];
  readonly responsible?: string | undefined;
  readonly publishedAt: Date | null;
  /** Its title is the page's heading, unless the page has one of its own. */
  readonly heading?: "h1" | "h2";
};

/** A notice as a document, unchanged: the HTML twin of the signed PDF, from the same content. */
export function NoticePaper({ content, kind, signedBy, responsible, publishedAt, heading: Title = "h1" }: Props) {
  const t = useTranslations("public");
  const locale = asLocale(useLocale());
  return (
    <article className="paper" aria-labelledby="title" lang="zh-CN">
      <header>
        <p className="kind">{kind}</p>
        <Title id="title" className="doc-title">
          {content.title}
        </Title>
        <p className="no">
          {t("notice.number")} <span className="code">{content.number}</span>
        </p>
      </header>
      {content.intro ? <p>{content.intro}</p> : null}
      {content.sections.map((section) => (
        <Section key={section.heading} section={section} />
      ))}
      {signedBy.length > 0 ? (
        <footer className="sign">
          {signedBy.map(({ role, name }, at) => (
            <div className="who" key={role}>
              <p>{role}</p>
              <p>{name}</p>
              <Seal name={name} id={`seal-${at}`} />
            </div>
          ))}
          <p className="on">
            {responsible ? (
              <>
                {t("notice.responsible")} {responsible}
                <br />
              </>
            ) : null}
            {publishedAt ? legalTime(locale, publishedAt) : null}
          </p>
        </footer>
      ) : null}
    </article>
  );
}

function Section({ section }: { readonly section: NoticeSection }) {
  return (
    <>
      <h2>{section.heading}</h2>
      {section.paragraphs.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {section.rows.length > 0 ? (
        <table className="form">
          <caption className="vh">{section.heading}</caption>
          <tbody>
            {section.rows.map(({ label, value }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {section.table ? <Grid caption={section.heading} table={section.table} /> : null}
    </>
  );
}

function Grid({ caption, table }: { readonly caption: string; readonly table: NoticeTable }) {
  return (
    <table className="stack grid">
      <caption className="vh">{caption}</caption>
      <thead>
        <tr>
          {table.head.map((head) => (
            <th scope="col" key={head}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr key={row.join("|")}>
            {row.map((cell, at) => (
              <td key={table.head[at]} data-l={table.head[at]}>
                <span>{cell}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
