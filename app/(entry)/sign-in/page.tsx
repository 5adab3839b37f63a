import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { redirect } from "next/navigation";
import { CertificateSignIn } from "@/components/identity/certificate-sign-in";
import { PasswordSignIn } from "@/components/identity/password-sign-in";
import { Notice } from "@/components/ui/notice";
import { Tabs } from "@/components/ui/tabs";
import { safeNext } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { prepareSignInAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

type Query = {
  readonly next?: string | string[];
  readonly way?: string | string[];
  readonly error?: string | string[];
};
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = safeNext(one(query.next));
  const actor = await currentActor();
  if (actor.sessionId) redirect(actor.role === "public" ? `/sign-in/choose?next=${encodeURIComponent(next)}` : next);
  const t = await getTranslations("signIn");
  const byPassword = one(query.way) === "password";
  const address = (way: string) => `/sign-in?way=${way}${one(query.next) ? `&next=${encodeURIComponent(next)}` : ""}`;
  return (
    <main className="si" id="main">
      <section>
        <h1>{t("title")}</h1>
        {one(query.next) ? <Notice>{t("expired")}</Notice> : null}
        <Tabs
          label={t("ways")}
          current={address(byPassword ? "password" : "certificate")}
          items={[
            { href: address("certificate"), label: t("certificate") },
            { href: address("password"), label: t("password") },
          ]}
        />
        {byPassword ? <PasswordSignIn next={next} /> : <CertificateSignIn prepare={prepareSignInAction} next={next} />}
        <ul className="alt">
          {byPassword ? null : (
            <li>
              <Link href={address("password")} title={t("lostHint")}>
                {t("lost")}
              </Link>
            </li>
          )}
          <li>
            <Link href="/register">{t("register")}</Link>
          </li>
        </ul>
      </section>
      <Beside />
    </main>
  );
}

/** What needs no account, what an account gives, and whom to call. */
async function Beside() {
  const t = await getTranslations("signIn");
  return (
    <section className="g">
      <h2>{t("without")}</h2>
      <ul className="lines">
        <li>
          <Link href="/notices">{t("withoutNotices")}</Link>
        </li>
        <li>
          <Link href="/openings">{t("withoutOpenings")}</Link>
        </li>
        <li>
          <Link href="/verify">{t("withoutVerify")}</Link>
        </li>
      </ul>
      <h2>{t("after")}</h2>
      <ul className="lines">
        <li>{t("afterDownload")}</li>
        <li>{t("afterBid")}</li>
      </ul>
      <h2>{t("help")}</h2>
      <p className="tel num">0851-0555 0100</p>
      <p className="sec">{t("helpHours")}</p>
    </section>
  );
}
