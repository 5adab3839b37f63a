import type { Locale } from "./instants";

export type { Locale };

export const DEFAULT_LOCALE: Locale = "zh-CN";

/** A locale we speak; anything else is Chinese. */
export const asLocale = (value: string | undefined | null): Locale => (value === "en" ? "en" : DEFAULT_LOCALE);

/** Text size and contrast of the reader; kept in cookies, set on <html>. */
export type TextSize = "normal" | "large";
export type Contrast = "normal" | "high";

export const PREFERENCE_COOKIES = { locale: "locale", size: "size", contrast: "contrast" } as const;

export const asTextSize = (value: string | undefined | null): TextSize => (value === "large" ? "large" : "normal");
export const asContrast = (value: string | undefined | null): Contrast => (value === "high" ? "high" : "normal");
