export type Locale = "zh-CN" | "en";

/** `2026-12-01 09:30:00`, Beijing time: the one form of an instant on screens. */
export { beijingTime } from "@/lib/kernel/format";
