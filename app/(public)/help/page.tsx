import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DocumentFrame } from "@/components/public/document-frame";
import { PrintButton } from "@/components/public/print-button";
import { type Block, Prose } from "@/components/public/prose";
import { RuleLinks } from "@/components/ui/rule-link";
import { PLATFORM } from "@/lib/i18n/platform-facts";

const TOPICS = [
  "find",
  "documents",
  "register",
  "bid",
  "opening",
  "objection",
  "complaint",
  "verify",
  "privacy",
  "security",
  "contact",
] as const;
const RULES: Readonly<Partial<Record<(typeof TOPICS)[number], readonly string[]>>> = {
  find: ["R-33", "R-39"],
  documents: ["R-29", "R-55", "R-56"],
  register: ["R-20", "R-28", "R-30"],
  bid: ["R-71", "R-72", "R-73", "R-75"],
  opening: ["R-94", "R-95", "R-96", "R-98"],
  objection: ["R-127", "R-128", "R-129", "R-130"],
  complaint: ["R-131", "R-132"],
};

export async function generateMetadata() {
  const t = await getTranslations("help");
  return { title: t("title"), description: t("lead") };
}

export default async function HelpPage() {
  const t = await getTranslations("help");
  const facts = { phone: PLATFORM.phone, email: PLATFORM.email, securityEmail: PLATFORM.securityEmail };
  const filled = (block: Block): Block =>
    typeof block === "string"
      ? block.replace(/\{(\w+)\}/g, (whole, key: keyof typeof facts) => facts[key] ?? whole)
      : block;
  const parts = TOPICS.map((topic) => ({
    id: topic,
    title: t(`topics.${topic}.title`),
    note: <RuleLinks ids={RULES[topic] ?? []} />,
    body: <Prose blocks={(t.raw(`topics.${topic}.text`) as readonly Block[]).map(filled)} />,
  }));
  const actions = (
    <>
      <Link className="btn sm" href="/help/rules" prefetch={false}>
        {t("rules.title")}
      </Link>
      <PrintButton />
    </>
  );
  return <DocumentFrame title={t("title")} lead={t("lead")} parts={parts} actions={actions} />;
}
