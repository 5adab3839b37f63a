import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { asLocale } from "@/lib/i18n/locale";
import { LIFECYCLE_STEPS, type LifecycleStep, STEP_TERMS, word } from "@/lib/i18n/terms";
import { Icon } from "./icon";

/** What stands under a bar: a date, and for the current step one line of progress. */
export type StepNotes = {
  readonly [S in LifecycleStep]?: { readonly date?: ReactNode; readonly progress?: ReactNode };
};

type Props = {
  /** null: past all six. */
  readonly current: LifecycleStep | null;
  readonly notes?: StepNotes;
  readonly surface?: "work" | "public";
};

const stateOf = (at: number, now: number) => (at < now ? "done" : at === now ? "now" : "next");

/** The six bars of a lot, the same on every page of it (ux 3); on phones one line that opens. */
export function LifecycleSteps({ current, notes = {}, surface = "work" }: Props) {
  const locale = asLocale(useLocale());
  const t = useTranslations("ui");
  const now = current === null ? LIFECYCLE_STEPS.length : LIFECYCLE_STEPS.indexOf(current);
  return (
    <>
      <ol className={surface === "public" ? "steps" : "life"} aria-label={t("lifecycle")}>
        {LIFECYCLE_STEPS.map((step, at) => {
          const state = stateOf(at, now);
          const note = notes[step];
          return (
            <li key={step} className={state} aria-current={state === "now" ? "step" : undefined}>
              <b>
                {state === "done" ? <Icon name="tick" /> : state === "now" ? <Icon name="active" /> : null}
                {word(locale, STEP_TERMS[step])}
                <span className="vh">{t(`step.${state}`)}</span>
              </b>
              <small className="num">{note?.date ?? "—"}</small>
              {note?.progress ? <em className="num">{note.progress}</em> : null}
            </li>
          );
        })}
      </ol>
      <details className="steps-narrow">
        <summary>
          {current === null ? t("allSteps") : t("stepOf", { at: now + 1 })}
          <strong>{current === null ? "" : word(locale, STEP_TERMS[current])}</strong>
        </summary>
        <ol>
          {LIFECYCLE_STEPS.map((step, at) => (
            <li key={step} className={stateOf(at, now)}>
              <b>
                {at + 1} {word(locale, STEP_TERMS[step])}
              </b>
              <span>{notes[step]?.date ?? "—"}</span>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}

/** The same as a strip of six small parts with the step's name, for table rows. */
export function LifecycleStrip({ current }: { readonly current: LifecycleStep | null }) {
  const locale = asLocale(useLocale());
  const t = useTranslations("ui");
  const now = current === null ? LIFECYCLE_STEPS.length : LIFECYCLE_STEPS.indexOf(current);
  const part = { done: "d", now: "n", next: undefined } as const;
  return (
    <span className="nw">
      <span className="mini" aria-hidden="true">
        {LIFECYCLE_STEPS.map((step, at) => (
          <i key={step} className={part[stateOf(at, now)]} />
        ))}
      </span>
      {current === null ? t("allSteps") : word(locale, STEP_TERMS[current])}
    </span>
  );
}
