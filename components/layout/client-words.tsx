import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

/**
 * Gives client components below it the words of these areas, beside those of the kit. Server components need nothing:
 * only what is named here goes over the wire.
 */
export async function ClientWords({
  areas,
  children,
}: {
  readonly areas: readonly string[];
  readonly children: ReactNode;
}) {
  const all = (await getMessages()) as Record<string, object>;
  const some = Object.fromEntries(["ui", ...areas].map((area) => [area, all[area] ?? {}]));
  return <NextIntlClientProvider messages={some}>{children}</NextIntlClientProvider>;
}
