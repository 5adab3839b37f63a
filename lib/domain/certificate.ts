/** Days before its end on which the holder of a certificate is reminded; the first also opens the to-do. */
export const REMINDER_DAYS = [90, 30, 7, 1] as const;

const DAY_MS = 86_400_000;

/**
 * The reminder that is due, as days before the end, or null. Nothing is due twice, and what was missed while nobody
 * looked is made up by the nearest one alone: a holder wants one message, not four.
 *
 * @param notAfter last instant at which the certificate is valid
 * @param last     days of the reminder sent last; null for none
 */
export function reminderDue(notAfter: Date, now: Date, last: number | null): number | null {
  const left = notAfter.getTime() - now.getTime();
  if (left < 0) return null;
  const nearest = REMINDER_DAYS.filter((days) => left <= days * DAY_MS).at(-1) ?? null;
  return nearest !== null && (last === null || nearest < last) ? nearest : null;
}
