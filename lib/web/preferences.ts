"use server";

import { cookies } from "next/headers";
import { asContrast, asLocale, asTextSize, PREFERENCE_COOKIES } from "@/lib/i18n/locale";

const YEAR_SECONDS = 31_536_000;

/**
 * Keeps language, text size or contrast in a cookie: the fields `locale`, `size`, `contrast` of the form that are there.
 * Works without script; the page it was posted from is made anew.
 */
export async function keepPreferences(form: FormData): Promise<void> {
  const jar = await cookies();
  const keep = (name: string, value: string) =>
    jar.set(name, value, { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax", httpOnly: true });
  const given = (name: string) => (form.has(name) ? String(form.get(name)) : null);
  const [locale, size, contrast] = [given("locale"), given("size"), given("contrast")];
  if (locale !== null) keep(PREFERENCE_COOKIES.locale, asLocale(locale));
  if (size !== null) keep(PREFERENCE_COOKIES.size, asTextSize(size));
  if (contrast !== null) keep(PREFERENCE_COOKIES.contrast, asContrast(contrast));
}
