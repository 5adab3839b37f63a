import { DAY } from "./clock";

/** Instants of the told past and future, as days from the present; clock times are Beijing's. */
export type Calendar = {
  readonly present: Date;
  /** Beijing time `hour:minute` on the day so many days from the present. */
  at(day: number, hour?: number, minute?: number): Date;
  /** As `at`, on the Friday before where it is a weekend: nobody opens bids on a Sunday. */
  workday(day: number, hour?: number, minute?: number): Date;
};

const BEIJING_MS = 8 * 3_600_000;

export function calendarOf(present: Date): Calendar {
  const today = Math.floor((present.getTime() + BEIJING_MS) / DAY) * DAY - BEIJING_MS;
  const at = (day: number, hour = 9, minute = 30) => new Date(today + day * DAY + hour * 3_600_000 + minute * 60_000);
  const workday = (day: number, hour = 9, minute = 30) => {
    const weekday = new Date(at(day, 12).getTime() + BEIJING_MS).getUTCDay();
    return at(day - (weekday === 6 ? 1 : weekday === 0 ? 2 : 0), hour, minute);
  };
  return { present, at, workday };
}
