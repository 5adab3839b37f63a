/** Where a to-do stands on the list: by Beijing's calendar, weeks ending on Sunday (ux 7.3). */
export type AgendaGroup = "overdue" | "today" | "week" | "later";
export const AGENDA_GROUPS: readonly AgendaGroup[] = ["overdue", "today", "week", "later"];

const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;

/** Number of the Beijing day an instant falls in; day 0 was a Thursday. */
const beijingDay = (at: Date): number => Math.floor((at.getTime() + BEIJING_MS) / DAY_MS);

/**
 * The group of something due before `due`. Due *before* midnight means today, so 24:00 of today belongs to today.
 *
 * @param due null: no time limit
 */
export function agendaGroup(due: Date | null, now: Date): AgendaGroup {
  if (!due) return "later";
  if (due <= now) return "overdue";
  const lastMoment = new Date(due.getTime() - 1);
  const today = beijingDay(now);
  const day = beijingDay(lastMoment);
  if (day === today) return "today";
  const daysToSunday = 6 - ((today + 3) % 7);
  return day <= today + daysToSunday ? "week" : "later";
}
