/** `YYYY-MM-DD`, a Beijing date: a day as the law counts it, not an instant. */
export type Day = string;

/** One notice of the State Council: holidays and make-up workdays of a year. */
export type CalendarYear = {
  readonly year: number;
  /** Reckoned from the law before the notice was out. */
  readonly provisional: boolean;
  readonly days: readonly { readonly date: string; readonly rest: boolean }[];
};

/** Joined notices. A day that none of them lists rests on Saturday and Sunday. */
export type RestDays = {
  readonly listed: ReadonlyMap<Day, boolean>;
  readonly years: ReadonlySet<number>;
  readonly provisional: ReadonlySet<number>;
};

const DAY_MS = 86_400_000;
/** Beijing time is UTC+8 all year. */
const BEIJING_MS = 8 * 3_600_000;

/** Joins year files; a later file wins, for a notice may correct the one before (2020's did). */
export function restDays(years: readonly CalendarYear[]): RestDays {
  const sorted = [...years].sort((a, b) => a.year - b.year);
  return {
    listed: new Map(sorted.flatMap(({ days }) => days.map(({ date, rest }) => [date, rest] as const))),
    years: new Set(sorted.map(({ year }) => year)),
    provisional: new Set(sorted.filter(({ provisional }) => provisional).map(({ year }) => year)),
  };
}

/** The Beijing date an instant falls on. */
export const beijingDate = (at: Date): Day => new Date(at.getTime() + BEIJING_MS).toISOString().slice(0, 10);

/** 00:00 of a Beijing day, as an instant. */
export function startOfDay(day: Day): Date {
  return new Date(utcMidnight(day) - BEIJING_MS);
}

/** 24:00 of a Beijing day, as an instant: a period that ends on `day` is over from here on (Civil Code art. 203). */
export const endOfDay = (day: Day): Date => startOfDay(addDays(day, 1));

/** @param n may be negative */
export const addDays = (day: Day, n: number): Day => new Date(utcMidnight(day) + n * DAY_MS).toISOString().slice(0, 10);

/** Calendar days from one date to the other; negative if `to` lies before. */
export const daysBetween = (from: Day, to: Day): number => (utcMidnight(to) - utcMidnight(from)) / DAY_MS;

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (day: Day): number => new Date(utcMidnight(day)).getUTCDay();

/** The first year that is needed to judge these days and is not loaded, or null. */
export function missingYear(calendar: RestDays, ...days: readonly Day[]): number | null {
  return days.map(yearOf).find((year) => !calendar.years.has(year)) ?? null;
}

/** Whether any of these days lies in a year whose notice is not out yet. */
export const isProvisional = (calendar: RestDays, ...days: readonly Day[]): boolean =>
  days.some((day) => calendar.provisional.has(yearOf(day)));

/**
 * Whether nobody works on this day.
 *
 * @throws {RangeError} if the notice of that year is not loaded: guessing by weekends would make a period too short
 */
export function isRestDay(day: Day, calendar: RestDays): boolean {
  const year = missingYear(calendar, day);
  if (year !== null)
    throw new RangeError(`no calendar of rest days for ${year}: load the State Council's notice first`);
  return calendar.listed.get(day) ?? isWeekend(day);
}

/** `day` if it is a workday, else the first workday after it. @throws {RangeError} as `isRestDay` */
export function firstWorkday(day: Day, calendar: RestDays): Day {
  let result = day;
  while (isRestDay(result, calendar)) result = addDays(result, 1);
  return result;
}

/** As `firstWorkday`, but ordinary weekends do not roll (whether they are 法定休假日 is disputed; rules.md §13.3). */
export function firstNonHoliday(day: Day, calendar: RestDays): Day {
  let result = day;
  while (isRestDay(result, calendar) && calendar.listed.get(result) === true) result = addDays(result, 1);
  return result;
}

/**
 * The day `n` working days after `start`, which is not counted.
 *
 * @param n positive whole number @throws {RangeError} as `isRestDay`, or if `n` is not positive
 */
export function addWorkdays(start: Day, n: number, calendar: RestDays): Day {
  mustBePositive(n);
  let day = start;
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    if (!isRestDay(day, calendar)) left -= 1;
  }
  return day;
}

/** Whether weekends at the end of a minimum period roll forward; the default never makes a period too short. */
export type Rolling = "weekends" | "holidays";

/**
 * The first day on which a minimum period of `n` calendar days is over (5, 15, 20 days, 3 days of publicity): the day of
 * `start` is not counted, a rest day at the end rolls forward (Civil Code arts. 201, 203; rules.md §13.3).
 */
export function minPeriod(start: Day, n: number, calendar: RestDays, rolling: Rolling = "weekends"): Day {
  mustBePositive(n);
  const raw = addDays(start, n);
  return rolling === "weekends" ? firstWorkday(raw, calendar) : firstNonHoliday(raw, calendar);
}

/** A time limit for somebody to act: remind on `target`, overdue after `limit` (rules.md §13.4). */
export type Limit = { readonly target: Day; readonly limit: Day };

export function timeLimit(start: Day, n: number, calendar: RestDays): Limit {
  mustBePositive(n);
  const target = addDays(start, n);
  return { target, limit: firstWorkday(target, calendar) };
}

/** The last day for something due "at least `n` days before" `end`; no rolling, done by 24:00 of it (rules.md §13.5). */
export function latestBefore(end: Day, n: number): Day {
  mustBePositive(n);
  return addDays(end, -n);
}

const isWeekend = (day: Day): boolean => weekdayOf(day) === 0 || weekdayOf(day) === 6;

const yearOf = (day: Day): number => Number(day.slice(0, 4));

function utcMidnight(day: Day): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day)
    throw new RangeError(`not a date: ${day}`);
  return ms;
}

function mustBePositive(n: number): void {
  if (!Number.isInteger(n) || n <= 0) throw new RangeError(`a period of ${n} days`);
}
