import type { BoardRow } from "@/components/public/openings-board";
import { remaining } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";
import { FLAG_TERMS, STAGE_TERMS } from "@/lib/i18n/terms";
import type { OpeningLine } from "@/lib/usecases/tender/view-openings";

type Words = (key: string, values?: Record<string, string | number>) => string;

/** One line of the timetable: the state, and what somebody can do now. */
export function boardRow(line: OpeningLine, now: Date, locale: Locale, t: Words): BoardRow {
  return {
    id: line.lotId,
    at: line.deadline,
    title: line.tenderName,
    href: `/tenders/${line.tenderCode}`,
    lot: line.lotName,
    tenderee: line.tendereeName,
    state: line.flag ? FLAG_TERMS[line.flag] : STAGE_TERMS[line.stage],
    next: nextStep(line, now, locale, t),
  };
}

function nextStep(line: OpeningLine, now: Date, locale: Locale, t: Words): BoardRow["next"] {
  if (line.flag === "failed" || line.flag === "terminated")
    return { label: t("openings.failed"), href: `/tenders/${line.tenderCode}` };
  if (line.stage === "bidding")
    return { label: t("openings.left", { time: remaining(locale, line.deadline.getTime() - now.getTime()) }) };
  if (line.stage === "opening") return { label: t("openings.hall"), href: `/room/opening/${line.lotId}` };
  return { label: t("openings.record"), href: `/room/opening/${line.lotId}` };
}
