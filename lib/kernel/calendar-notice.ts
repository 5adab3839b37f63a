import { addDays, type CalendarYear, type Day, weekdayOf } from "./calendar";

type Listed = CalendarYear["days"][number];
type Reading = { year: number; month: number; december: number };

/** Dates as notices write them: `2026年12月30日`, `12月30日`, `31日`; joined by 、, or by a dash or 至 for a run. */
const DATE = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日/g;

/**
 * Holidays and make-up workdays in the words of a State Council notice, one paragraph or the whole text.
 *
 * A clause that ends in 放假 or 补休 names rest days, one that ends in 上班 workdays; a day off that is exchanged
 * (公休日调至) is a workday where it lay and rest where it goes. Weekday names, festivals and counts are not needed.
 *
 * @param year the year of the notice, for dates that name none
 * @returns    by date; what the notice does not list rests on weekends only
 */
export function readNotice(year: number, text: string): readonly Listed[] {
  const found = new Map<Day, boolean>();
  const reading: Reading = { year, month: 0, december: year };
  for (const clause of plain(text).split(/[，,。；;：:\n]/)) readClause(clause, reading, found, year);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, rest]) => ({ date, rest }));
}

/** Brackets hold weekdays and lunar dates only; both widths are mixed in real notices. */
const plain = (text: string): string => text.replace(/[（(][^（）()]*[）)]/g, "").replace(/\s/g, "");

function readClause(clause: string, reading: Reading, found: Map<Day, boolean>, year: number): void {
  const exchange = /^(.*?)(?:公休日)(?:分别)?调至(.*)$/.exec(clause);
  if (exchange) {
    for (const day of days(exchange[1] ?? "", reading, year))
      if (isWeekend(day) && !found.has(day)) found.set(day, false);
    for (const day of days(exchange[2] ?? "", reading, year)) found.set(day, true);
    return;
  }
  const listed = days(clause, reading, year);
  if (/上班/.test(clause)) for (const day of listed) found.set(day, false);
  else if (/放假|补休/.test(clause)) for (const day of listed) found.set(day, true);
}

const isWeekend = (day: Day): boolean => weekdayOf(day) === 0 || weekdayOf(day) === 6;

function days(text: string, reading: Reading, year: number): readonly Day[] {
  const dates = [...text.matchAll(DATE)].map((match) => {
    if (match[2]) reading.month = Number(match[2]);
    // December belongs to the New Year that is spoken of: once named with the year before, it stays there.
    if (match[1] && reading.month === 12) reading.december = Number(match[1]);
    if (match[1]) reading.year = Number(match[1]);
    else if (match[2]) reading.year = reading.month === 12 ? reading.december : year;
    return {
      day: iso(reading.year, reading.month, Number(match[3])),
      end: match.index + match[0].length,
      start: match.index,
    };
  });
  return dates.flatMap(({ day, end }, index) => {
    const next = dates[index + 1];
    return next && /^[至到—–-]+$/.test(text.slice(end, next.start)) ? run(day, next.day) : [day];
  });
}

/** From one day up to, not including, the other. */
function run(from: Day, to: Day): readonly Day[] {
  const result: Day[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) result.push(day);
  return result;
}

const iso = (year: number, month: number, day: number): Day =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
