import type { Earliest } from "@/lib/domain/compliance";
import { beijingDate, minPeriod, startOfDay } from "@/lib/kernel/calendar";
import { CHINA } from "@/lib/kernel/china-calendar";

/** What decides how long a legal day is. */
export type DayLength = { readonly training: boolean; readonly daySeconds: number };

/**
 * When a minimum period is over: by Beijing calendar days with rest days at the end rolled forward (rules.md §13.3); in a
 * training tender n × the length of its day, without rolling (settled 13).
 */
export const earliestOf =
  ({ training, daySeconds }: DayLength): Earliest =>
  (from, days) =>
    training ? new Date(from.getTime() + days * daySeconds * 1000) : startOfDay(minPeriod(beijingDate(from), days, CHINA));
