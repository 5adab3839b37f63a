import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";

export type BoardLine = {
  readonly seq: number;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly at: Date;
};

/** What was announced when, the newest first; never taken back. */
export function Board({ lines }: { readonly lines: readonly BoardLine[] }) {
  const t = useTranslations("opening");
  return (
    <section className="news">
      <div className="between">
        <h2>{t("board")}</h2>
        <span className="sub">{t("boardHint")}</span>
      </div>
      <ol className="feed" aria-live="polite">
        {[...lines].reverse().map(({ seq, kind, facts, at }) => (
          <li key={seq}>
            <span className="num">
              <Instant at={at} part="time" />
            </span>
            <span>{t(`said.${kind}`, facts as Record<string, string | number>)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
