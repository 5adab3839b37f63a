import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { SizeSwitch } from "@/components/layout/preference-forms";
import { PLATFORM } from "@/lib/i18n/platform-facts";
import { keepPreferences } from "@/lib/web/preferences";
import { shellFacts } from "@/lib/web/shell";

/** The ten commonest tasks. */
const TASKS = [
  "/notices",
  "/openings",
  "/results",
  "/verify",
  "/sign-in",
  "/register",
  "/work/messages",
  "/help#bid",
  "/help#objection",
  "/help#contact",
] as const;

export async function generateMetadata() {
  const t = await getTranslations("large");
  return { title: t("title"), description: t("lead") };
}

/** Large text entry: this page is large for everybody; a button makes the whole site so. */
export default async function LargePage() {
  const [t, { preferences }] = [await getTranslations("large"), await shellFacts()];
  return (
    <main id="main" className="col always-large large-page">
      <div className="page-head">
        <h1>{t("title")}</h1>
        <p className="lead">{t("lead")}</p>
        <div className="whole">
          <SizeSwitch keep={keepPreferences} size={preferences.size} label={t("whole")} />
        </div>
      </div>
      <ol className="tasks-large">
        {TASKS.map((href, at) => (
          <li key={href}>
            <Link href={href} prefetch={false}>
              {t(`task${at + 1}`)}
            </Link>
          </li>
        ))}
      </ol>
      <p className="tel-large">
        {t("call")} <b>{PLATFORM.phone}</b>
      </p>
    </main>
  );
}
