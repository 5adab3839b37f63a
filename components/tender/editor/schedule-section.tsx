"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { RuleLinks } from "@/components/ui/rule-link";
import type { ScheduleTerms } from "@/lib/domain/terms";
import { beijingTime } from "@/lib/i18n/instants";
import { BeijingInput } from "./beijing-input";
import { PlanLine } from "./plan-line";
import { SectionFrame } from "./section-frame";
import { type SectionProps, useSection } from "./use-section";

/** First lawful instants, ISO: each date shows its minimum and the rule. */
export type Bounds = {
  readonly documentsTo: string;
  readonly deadline: string;
  readonly clarificationUntil: string | null;
  readonly objectionUntil: string | null;
};

type Props = SectionProps<ScheduleTerms> & {
  readonly bounds: Bounds;
  /** Once published, issue and availability are facts; only what lies ahead moves. */
  readonly issued: boolean;
};

export function ScheduleSection({ bounds, issued, ...props }: Props) {
  const t = useTranslations("tender.schedule");
  const { value, set, saving } = useSection(props);
  const early = (at: string, bound: string) =>
    at !== "" && new Date(at) < new Date(bound) ? t("tooEarly", { at: beijingTime(new Date(bound)) }) : "";
  const field = (
    name: "documentsFrom" | "documentsTo" | "questionsUntil" | "deadline",
    hint: React.ReactNode,
    error = "",
  ) => (
    <BeijingInput
      name={name}
      label={t(name)}
      hint={hint}
      {...(error ? { error } : {})}
      value={value[name]}
      onChange={(iso) => set({ ...value, [name]: iso })}
    />
  );
  const late = early(value.deadline, bounds.deadline);
  return (
    <SectionFrame saving={saving}>
      <PlanLine schedule={value} bounds={bounds} />
      <div className="two">
        <div>
          {issued ? null : field("documentsFrom", t("documentsFromHint"))}
          {field(
            "documentsTo",
            <>
              {t("documentsToHint")} <RuleLinks ids={["R-45"]} />
            </>,
            issued ? "" : early(value.documentsTo, bounds.documentsTo),
          )}
          {field(
            "deadline",
            <>
              {t(issued ? "deadlineAmendHint" : "deadlineHint")} <RuleLinks ids={[issued ? "R-55" : "R-47"]} />
            </>,
            issued ? "" : late,
          )}
          {late ? (
            <p>
              <Button onClick={() => set({ ...value, deadline: workHour(bounds.deadline) })}>
                {t("propose", { at: beijingTime(new Date(workHour(bounds.deadline))) })}
              </Button>
            </p>
          ) : null}
        </div>
        <div>
          {field("questionsUntil", t("questionsHint"))}
          <TextField
            name="validityDays"
            label={t("validity")}
            hint={
              <>
                {t("validityHint")} <RuleLinks ids={["R-49"]} />
              </>
            }
            unit={t("days")}
            type="number"
            min={1}
            value={String(value.validityDays)}
            onChange={(e) => set({ ...value, validityDays: Number(e.target.value) })}
          />
        </div>
      </div>
    </SectionFrame>
  );
}

/** 09:30 Beijing on the day that is proposed, where the bound is a midnight; else the bound itself, rounded up. */
function workHour(bound: string): string {
  const at = new Date(bound);
  const midnight = (at.getTime() + 8 * 3_600_000) % 86_400_000 === 0;
  return new Date(
    midnight ? at.getTime() + 9.5 * 3_600_000 : Math.ceil(at.getTime() / 60_000) * 60_000 + 60_000,
  ).toISOString();
}
