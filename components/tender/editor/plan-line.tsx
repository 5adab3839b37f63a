"use client";

import { useTranslations } from "next-intl";
import type { ScheduleTerms } from "@/lib/domain/terms";
import { beijingTime } from "@/lib/i18n/instants";
import type { Bounds } from "./schedule-section";

const WIDTH = 760;
const LEFT = 12;
const USABLE = WIDTH - 2 * LEFT;

type Mark = {
  readonly key: string;
  readonly at: number;
  readonly label: string;
  readonly tone: "plan" | "limit" | "bound" | "bad";
};

/** The plan on one line: what was chosen, the limits that follow, and the earliest lawful deadline. Its twin are the fields. */
export function PlanLine({ schedule, bounds }: { readonly schedule: ScheduleTerms; readonly bounds: Bounds }) {
  const t = useTranslations("tender.schedule");
  const ms = (at: string | null) => (at ? new Date(at).getTime() : Number.NaN);
  const broken = ms(schedule.deadline) < ms(bounds.deadline);
  const marks: Mark[] = [
    { key: "from", at: ms(schedule.documentsFrom), label: t("documentsFrom"), tone: "plan" as const },
    { key: "clarification", at: ms(bounds.clarificationUntil), label: t("clarificationUntil"), tone: "limit" as const },
    { key: "objection", at: ms(bounds.objectionUntil), label: t("objectionUntil"), tone: "limit" as const },
    {
      key: "deadline",
      at: ms(schedule.deadline),
      label: t("deadline"),
      tone: broken ? ("bad" as const) : ("plan" as const),
    },
    { key: "bound", at: ms(bounds.deadline), label: t("earliest"), tone: "bound" as const },
  ].filter(({ at }) => !Number.isNaN(at));
  if (marks.length < 2) return null;
  const times = marks.map(({ at }) => at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (at: number) => LEFT + (last === first ? 0 : ((at - first) / (last - first)) * USABLE);
  const sorted = [...marks].sort((a, b) => a.at - b.at);
  const words = sorted.map(({ at, label }) => `${label} ${beijingTime(new Date(at))}`).join("；");
  return (
    <figure className="plan">
      <svg viewBox={`0 0 ${WIDTH} ${40 + sorted.length * 20}`} width="100%" role="img" aria-label={words}>
        <line x1={LEFT} x2={WIDTH - LEFT} y1="16" y2="16" className="axis" />
        {broken ? (
          <rect
            x={x(ms(schedule.deadline))}
            y="12"
            width={Math.max(0, x(ms(bounds.deadline)) - x(ms(schedule.deadline)))}
            height="8"
            className="short"
          />
        ) : null}
        {sorted.map((mark, at) => (
          <g key={mark.key} className={mark.tone}>
            <line x1={x(mark.at)} x2={x(mark.at)} y1="16" y2={32 + at * 20} />
            <circle cx={x(mark.at)} cy="16" r="6" />
            <text
              x={x(mark.at) > WIDTH / 2 ? x(mark.at) - 6 : x(mark.at) + 6}
              y={38 + at * 20}
              textAnchor={x(mark.at) > WIDTH / 2 ? "end" : "start"}
            >
              {mark.label} {beijingTime(new Date(mark.at))}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
