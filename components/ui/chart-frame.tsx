import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "./instant";

type Props = {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly asOf: Date;
  readonly children: ReactNode;
};

/** A chart with its finding as title, the same data as a table, and as of when (ux 9). */
export function ChartFrame({ title, head, rows, asOf, children }: Props) {
  const t = useTranslations("ui");
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      {/* Scrolls on narrow screens, so it can be reached by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take focus */}
      <section className="plotarea" aria-label={title} tabIndex={0}>
        {children}
      </section>
      <p className="asof">
        {t("asOf")} <Instant at={asOf} />
      </p>
      <details>
        <summary>{t("showTable")}</summary>
        <table className="tbl">
          <caption className="vh">{title}</caption>
          <thead>
            <tr>
              {head.map((word, at) => (
                <th scope="col" key={word} className={at > 0 ? "r" : undefined}>
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...rest]) => (
              <tr key={first}>
                <th scope="row">{first}</th>
                {rest.map((cell, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are fixed
                  <td className="r num" key={at}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
