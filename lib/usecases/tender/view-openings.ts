import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { flagOf, type LotFlag, type Stage, stageOf } from "@/lib/domain/lot";
import { addDays, beijingDate, endOfDay, startOfDay } from "@/lib/kernel/calendar";
import { platformNow } from "@/lib/store/clock";
import { type OpeningRow, openingsBetween } from "@/lib/store/opening-list";

/** How many days the schedule shows at once. */
export const DAYS = 14;
const MOST = 400;

export const viewOpeningsInput = z.object({
  from: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .refine((day) => !Number.isNaN(Date.parse(day)))
    .optional()
    .catch(undefined),
});

export type OpeningLine = OpeningRow & { readonly stage: Stage; readonly flag: LotFlag | null };
export type OpeningsView = {
  readonly now: Date;
  readonly today: string;
  readonly from: string;
  /** First days of the schedules before and after this one. */
  readonly earlier: string;
  readonly later: string;
  readonly days: readonly { readonly day: string; readonly lines: readonly OpeningLine[] }[];
};

/** Openings from a day on, by Beijing days: instants and states, never who or how many bid. */
export async function viewOpenings(_actor: Actor, input: z.output<typeof viewOpeningsInput>): Promise<OpeningsView> {
  const now = await platformNow();
  const today = beijingDate(now);
  const from = input.from ?? today;
  const rows = await openingsBetween(startOfDay(from), endOfDay(addDays(from, DAYS - 1)), MOST);
  const lines = rows.map((row) => ({ ...row, stage: stageOf(row, now), flag: flagOf(row) }));
  const days = [...new Set(lines.map(({ deadline }) => beijingDate(deadline)))];
  return {
    now,
    today,
    from,
    earlier: addDays(from, -DAYS),
    later: addDays(from, DAYS),
    days: days.map((day) => ({ day, lines: lines.filter(({ deadline }) => beijingDate(deadline) === day) })),
  };
}
