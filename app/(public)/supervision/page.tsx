import { getTranslations } from "next-intl/server";
import { DocumentFrame } from "@/components/public/document-frame";
import { type Block, Prose } from "@/components/public/prose";
import { RuleLinks } from "@/components/ui/rule-link";

const PARTS = ["duties", "basis", "access", "complain", "results"] as const;
const RULES: Readonly<Partial<Record<(typeof PARTS)[number], readonly string[]>>> = {
  access: ["R-97", "R-159"],
  complain: ["R-131", "R-132", "R-133"],
};

export async function generateMetadata() {
  const t = await getTranslations("supervision");
  return { title: t("title"), description: t("lead") };
}

export default async function SupervisionPage() {
  const t = await getTranslations("supervision");
  const parts = PARTS.map((part) => ({
    id: part,
    title: t(`${part}.title`),
    note: <RuleLinks ids={RULES[part] ?? []} />,
    body: <Prose blocks={t.raw(`${part}.text`) as readonly Block[]} />,
  }));
  return <DocumentFrame title={t("title")} lead={t("lead")} parts={parts} />;
}
