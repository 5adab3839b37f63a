import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { JudgeArchive } from "@/components/public/judge-archive";
import { Breadcrumb } from "@/components/ui/page-header";

export async function generateMetadata() {
  const t = await getTranslations("verify.archive");
  return { title: t("title"), description: t("lead") };
}

/** The verifier of protocol §8 for people who only have a browser: the same library as `xinbiao verify`. */
export default async function VerifyArchivePage() {
  const [t, own] = await Promise.all([getTranslations("verify"), getTranslations("verify.archive")]);
  return (
    <main id="main" className="col verify-page">
      <Breadcrumb
        surface="public"
        items={[{ label: t("home"), href: "/" }, { label: t("short"), href: "/verify" }, { label: own("title") }]}
      />
      <div className="page-head">
        <h1>{own("title")}</h1>
        <p className="lead">{own("lead")}</p>
      </div>
      <ClientWords areas={["verify"]}>
        <JudgeArchive />
      </ClientWords>
      <noscript>
        <p className="small">{t("noScript")}</p>
      </noscript>
      <p className="small muted">{own("offlineNote")}</p>
      <p className="small muted">
        {own("trustNote")} <span className="code cmd">xinbiao verify ARCHIVE.zip --trust trust.json</span>
      </p>
    </main>
  );
}
