import { noticeTime } from "@/lib/kernel/format";
import { fen, groupedYuan } from "@/lib/kernel/money";
import { beijingTime, type Locale } from "./instants";

/** `2026-12-01`, Beijing. */
export const beijingDate = (at: Date): string => beijingTime(at).slice(0, 10);

/** `12-01`, Beijing. */
export const beijingDay = (at: Date): string => beijingTime(at).slice(5, 10);

/** `09:30:00`, Beijing. */
export const beijingClock = (at: Date): string => beijingTime(at).slice(11);

/** `2026-12-01T09:30:00+08:00`, for `<time dateTime>`. */
export const beijingIso = (at: Date): string => `${beijingTime(at).replace(" ", "T")}+08:00`;

/** `2026年12月1日9时30分`: notices and PDFs. English keeps the screen form with the zone named. */
export function legalTime(locale: Locale, at: Date): string {
  if (locale === "en") return `${beijingTime(at)} (Beijing time)`;
  return noticeTime(at);
}

const WEEKDAYS = {
  "zh-CN": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
} as const;

export const weekday = (locale: Locale, at: Date): string =>
  WEEKDAYS[locale][new Date(`${beijingDate(at)}T00:00:00Z`).getUTCDay()] ?? "";

/** Fen, or a decimal string of yuan, as `118,230,000.00`. */
export const money = (value: bigint | string): string => groupedYuan(typeof value === "bigint" ? value : fen(value));

/** Basis points as a percentage with two decimals. */
export const percent = (basisPoints: number): string => `${(basisPoints / 100).toFixed(2)}%`;

/** Bytes in KB/MB/GB of 1,024, one decimal. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [unit, size] =
    bytes < 1_048_576 ? ["KB", 1024] : bytes < 1_073_741_824 ? ["MB", 1_048_576] : ["GB", 1_073_741_824];
  return `${(bytes / Number(size)).toFixed(1)} ${unit}`;
}

export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/** `7 天 19 小时 3 分`, largest two or three units; for text that does not tick. Below zero it is zero. */
export function remaining(locale: Locale, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [d, h, m, s] = [
    Math.floor(seconds / 86400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  const zh = locale === "zh-CN";
  const say = (n: number, cn: string, en: string) => (zh ? `${n} ${cn}` : `${n} ${en}`);
  if (d > 0) return [say(d, "天", d === 1 ? "day" : "days"), ...(h > 0 ? [say(h, "小时", "h")] : [])].join(" ");
  if (h > 0) return [say(h, "小时", "h"), say(m, "分", "min")].join(" ");
  return [say(m, "分", "min"), say(s, "秒", "s")].join(" ");
}

/** `00:21:48`, or `7 天 19:03:57` from a day on; for countdowns. */
export function countdown(locale: Locale, ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const days = Math.floor(seconds / 86400);
  if (days === 0) return clock;
  return locale === "zh-CN" ? `${days} 天 ${clock}` : `${days} d ${clock}`;
}

/** Groups of a hexadecimal or numeric code, e.g. eight by eight. */
export const grouped = (code: string, size: number): readonly string[] =>
  code.match(new RegExp(`.{1,${size}}`, "g")) ?? [];

/** `E5201 000001 000001 001 001`: the platform's lot code as people read it (data dictionary §3). */
export function platformCode(code: string): string {
  if (!/^[A-Z]\d{22}$/.test(code)) return code;
  return [code.slice(0, 5), code.slice(5, 11), code.slice(11, 17), code.slice(17, 20), code.slice(20)].join(" ");
}
