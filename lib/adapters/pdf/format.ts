import { capitals as capitalsOfFen, parseYuan } from "@/lib/kernel/money";

/** Beijing time is UTC+8 all year. */
const BEIJING_MS = 8 * 3_600_000;

const beijing = (at: Date): Date => new Date(at.getTime() + BEIJING_MS);
const two = (n: number): string => String(n).padStart(2, "0");

/** `2026年12月1日9时30分00秒` */
export function longTime(at: Date): string {
  const d = beijing(at);
  return `${longDate(at)}${d.getUTCHours()}时${two(d.getUTCMinutes())}分${two(d.getUTCSeconds())}秒`;
}

/** `2026年12月1日` */
export function longDate(at: Date): string {
  const d = beijing(at);
  return `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日`;
}

/** `09:30:00` */
export function clockTime(at: Date): string {
  const d = beijing(at);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
}

/** `12345678.90` as `12,345,678.90` */
export const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");

/** An amount in yuan (`12345678.90`) in capitals; empty for amounts nobody writes so (the figures stand beside it). */
export function capitals(amount: string): string {
  const fen = parseYuan(amount);
  return fen === null || fen < 0n ? "" : capitalsOfFen(fen);
}

/** Hex in groups, for people who compare by eye. */
export const spacedHex = (hex: string, group: number): string =>
  hex.match(new RegExp(`.{1,${group}}`, "g"))?.join(" ") ?? hex;
