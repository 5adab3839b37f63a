import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { OfflineTool } from "@/components/offline/offline-tool";
import { asLocale } from "@/lib/i18n/locale";
import { messagesOf } from "@/lib/i18n/messages";
import { platformFingerprint } from "@/lib/usecases/verify/verify-document";
import { deps } from "@/lib/web/deps";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("offline");
  return { title: t("title"), description: t("lead"), manifest: "/offline.webmanifest" };
}

const AREAS = ["ui", "offline", "bid", "verify"] as const;

/** The offline tool as a page that can be installed: sealing and verifying with the network unplugged (protocol §2.13). */
export default async function OfflinePage() {
  const locale = asLocale(await getLocale());
  // Receipts can be checked when it is known whose signature they bear; everything else needs nothing of the platform.
  const fingerprint = await deps()
    .then(platformFingerprint)
    .catch(() => null);
  const words = { "zh-CN": some("zh-CN"), en: some("en") };
  return <OfflineTool locale={locale} words={words} platformFingerprint={fingerprint} />;
}

const some = (locale: "zh-CN" | "en") => {
  const all = messagesOf(locale);
  return Object.fromEntries(AREAS.map((area) => [area, all[area] ?? {}]));
};
