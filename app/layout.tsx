import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { SkipLink } from "@/components/layout/skip-link";
import { PhoneOffered } from "@/components/signing/phone-offered";
import { PhonePrompt } from "@/components/signing/phone-prompt";
import { IconSheet } from "@/components/ui/icon";
import { asContrast, asTextSize, PREFERENCE_COOKIES } from "@/lib/i18n/locale";
import { phoneOffered } from "@/lib/web/deps";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell");
  return { title: { default: t("platform"), template: `%s - ${t("name")}` }, description: t("description") };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, themeColor: "#1249a3" };

/** The html shell: language, text size and contrast of the reader, the sheet of marks, the skip link. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [locale, messages, jar, phones] = await Promise.all([getLocale(), getMessages(), cookies(), phoneOffered()]);
  return (
    <html
      lang={locale}
      data-size={asTextSize(jar.get(PREFERENCE_COOKIES.size)?.value)}
      data-contrast={asContrast(jar.get(PREFERENCE_COOKIES.contrast)?.value)}
    >
      <body>
        {/* Client components get the words of the kit; pages add their own areas with ClientWords. */}
        <NextIntlClientProvider messages={{ ui: messages.ui }}>
          <SkipLink />
          <IconSheet />
          <PhoneOffered offered={phones}>{children}</PhoneOffered>
          <PhonePrompt />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
