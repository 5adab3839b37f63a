export type Locale = "zh-CN" | "en";

const parts = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "medium",
});

/** `2026-12-01 09:30:00`, Beijing time: the one form of an instant on screens. */
export const beijingTime = (at: Date): string => parts.format(at);
