import { useTranslations } from "next-intl";
import { beijingTime } from "@/lib/i18n/instants";
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
  // Parameters have one name everywhere: on the button, on the board, in the record.
  const said = ({ name, at, until, remedy, ...facts }: BoardLine["facts"], on: Date) =>
    ({
      ...facts,
      ...(typeof until === "string" ? { until: shortly(until, on) } : {}),
      ...(typeof remedy === "string" ? { remedy: shortly(remedy, on) } : {}),
      ...(typeof at === "string" ? { at: beijingTime(new Date(at)) } : {}),
      ...(typeof name === "string" ? { name: t.has(`parameter.${name}`) ? t(`parameter.${name}`) : name } : {}),
    }) as Record<string, string | number>;
  // With two envelopes the sessions are days apart: then each line says its day too.
  const days = new Set(lines.map(({ at }) => beijingTime(at).slice(0, 10))).size;
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
              <Instant at={at} {...(days > 1 ? {} : { part: "time" as const })} />
            </span>
            <span>{t(`said.${kind}`, said(facts, at))}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** An instant without its day where that is the line's own. */
function shortly(instant: string, on: Date): string {
  const [shown, here] = [beijingTime(new Date(instant)), beijingTime(on)];
  return shown.slice(0, 10) === here.slice(0, 10) ? shown.slice(11) : shown;
}
