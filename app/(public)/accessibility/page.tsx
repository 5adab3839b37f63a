import { getTranslations } from "next-intl/server";
import { DocumentFrame } from "@/components/public/document-frame";
import { type Block, Prose } from "@/components/public/prose";
import { PLATFORM } from "@/lib/i18n/platform-facts";

const PARTS = ["aim", "done", "limits", "older", "tell"] as const;

export async function generateMetadata() {
  const t = await getTranslations("accessibility");
  return { title: t("title"), description: t("lead") };
}

export default async function AccessibilityPage() {
  const t = await getTranslations("accessibility");
  const parts = PARTS.map((part) => ({
    id: part,
    title: t(`${part}.title`),
    body: (
      <Prose
        blocks={(t.raw(`${part}.text`) as readonly Block[]).map((block) =>
          typeof block === "string"
            ? block.replace("{phone}", PLATFORM.phone).replace("{email}", PLATFORM.email)
            : block,
        )}
      />
    ),
  }));
  return <DocumentFrame title={t("title")} lead={t("lead")} parts={parts} />;
}
