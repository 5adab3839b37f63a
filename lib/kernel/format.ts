/** Beijing is UTC+8 all year, so shifting the instant and reading it as UTC is exact; no ICU data is needed. */
const shifted = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString();

/** `2026-12-01 09:30:00`: the one form of an instant on screens. */
export const beijingTime = (at: Date): string => shifted(at).slice(0, 19).replace("T", " ");

/** `2026-12-01 09:30:00.123`: receipts and logs. */
export const beijingMillis = (at: Date): string => shifted(at).slice(0, 23).replace("T", " ");

/** `2026-12-01T09:30:00+08:00`: `<time dateTime>` and interfaces. */
export const beijingIso = (at: Date): string => `${shifted(at).slice(0, 19)}+08:00`;

/** `20261201093000`: records of the public service platform. */
export const compactTime = (at: Date): string => shifted(at).slice(0, 19).replace(/\D/g, "");

/** `2026年12月1日9时30分`: notices and letters; seconds only where there are any. */
export function noticeTime(at: Date): string {
  const [year, month, day, hours, minutes, seconds] = shifted(at).match(/\d+/g)!.map(Number);
  return `${year}年${month}月${day}日${hours}时${String(minutes).padStart(2, "0")}分${seconds ? `${String(seconds).padStart(2, "0")}秒` : ""}`;
}

/** `2026年12月1日` of a Beijing date. */
export function noticeDay(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}
