import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("register"))("done") };
}

type Query = { readonly login?: string | string[] };

export default async function RegisteredPage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const { login } = await searchParams;
  // Only what an account name can look like: an address must not put words into our page.
  const account = typeof login === "string" && /^[a-z][a-z0-9._-]{2,31}$/.test(login) ? login : "";
  const t = await getTranslations("register");
  return (
    <main className="si" id="main">
      <section>
        <h1>{t("done")}</h1>
        <Notice tone="good" role="status">
          {t("doneText", { login: account })}
        </Notice>
        <h2 style={{ marginTop: 24 }}>{t("next")}</h2>
        <ul className="lines">
          <li>{t("nextEvidence")}</li>
          <li>{t("nextCertificate")}</li>
        </ul>
        <p style={{ marginTop: 24 }}>
          <ButtonLink href="/sign-in?way=password" kind="primary" size="lg">
            {t("nextSignIn")}
          </ButtonLink>
        </p>
      </section>
    </main>
  );
}
