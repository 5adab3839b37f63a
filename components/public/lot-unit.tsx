import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Definition, DefinitionList } from "@/components/ui/definition-list";
import { LifecycleSteps, type StepNotes } from "@/components/ui/lifecycle-steps";
import { RuleLinks } from "@/components/ui/rule-link";
import { StatusTag } from "@/components/ui/status-tag";
import { beijingDate, beijingIso, platformCode, remaining } from "@/lib/i18n/format";
import { beijingTime } from "@/lib/i18n/instants";
import { asLocale } from "@/lib/i18n/locale";
import type { LifecycleStep, StateTerm } from "@/lib/i18n/terms";

type UnitProps = {
  readonly id: string;
  /** `A01 主体工程`. */
  readonly title: string;
  readonly code: string;
  readonly state: StateTerm;
  readonly step: LifecycleStep | null;
  readonly notes: StepNotes;
  /** Over the steps: a suspension, a termination. */
  readonly banner?: ReactNode;
  readonly facts?: readonly Definition[];
  /** Deadline while bidding is open. */
  readonly deadline?: Date;
  readonly now: Date;
  /** Buttons and what follows from the stage: opening record, candidates, result. */
  readonly children?: ReactNode;
};

/** The frame of a lot, the only framed unit of the public site: state, steps, deadline, facts, what can be done. */
export function LotUnit(props: UnitProps) {
  const { id, title, code, state, step, notes, banner, facts = [], deadline, now, children } = props;
  return (
    <article className="unit" aria-labelledby={id}>
      <div className="unit-head">
        <h3 id={id}>{title}</h3>
        <StatusTag term={state} />
        <span className="code">{platformCode(code)}</span>
      </div>
      {banner}
      <LifecycleSteps surface="public" current={step} notes={notes} />
      {deadline ? <DeadlineBox at={deadline} now={now} /> : null}
      {facts.length > 0 ? <DefinitionList layout="facts" items={facts} /> : null}
      {children}
    </article>
  );
}

/** A deadline as an instant with seconds, the time left beside it, and the sentence on lateness under it. */
export function DeadlineBox({ at, now }: { readonly at: Date; readonly now: Date }) {
  const t = useTranslations("public");
  const locale = asLocale(useLocale());
  return (
    <div className="instant">
      <div>
        <p className="label">{t("lot.deadline")}</p>
        <p className="when">
          <time dateTime={beijingIso(at)}>
            <span>{beijingDate(at)}</span>
            {beijingTime(at).slice(11)}
          </time>
        </p>
      </div>
      <p className="left">{t("left", { time: remaining(locale, at.getTime() - now.getTime()) })}</p>
      <p className="late">
        {t("lot.late")}
        <RuleLinks ids={["R-71", "R-72"]} />
      </p>
    </div>
  );
}
