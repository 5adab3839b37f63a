import { cookies } from "next/headers";
import { asContrast, asTextSize, type Contrast, PREFERENCE_COOKIES, type TextSize } from "@/lib/i18n/locale";
import { readClock } from "@/lib/usecases/platform/read-clock";

export type ShellFacts = {
  /** null where the database does not answer: pages that need nothing else are still shown. */
  readonly now: Date | null;
  readonly drill: boolean;
  readonly preferences: { readonly size: TextSize; readonly contrast: Contrast };
};

/** What the frames of all surfaces need. */
export async function shellFacts(): Promise<ShellFacts> {
  const [clock, jar] = await Promise.all([readClock().catch(() => null), cookies()]);
  return {
    now: clock?.now ?? null,
    drill: clock?.drill ?? false,
    preferences: {
      size: asTextSize(jar.get(PREFERENCE_COOKIES.size)?.value),
      contrast: asContrast(jar.get(PREFERENCE_COOKIES.contrast)?.value),
    },
  };
}
