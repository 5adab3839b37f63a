import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { EntryFields } from "@/components/identity/entry-fields";
import { PersonFields } from "@/components/identity/person-fields";
import { ActForm } from "@/components/ui/act-form";
import { TextField } from "@/components/ui/field";
import { QrCode } from "@/components/ui/qr-code";
import { RuleLink } from "@/components/ui/rule-link";
import { asLocale } from "@/lib/i18n/locale";
import { viewNewCode } from "@/lib/usecases/member/view-new-code";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";
import { registerPartyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("register"))("title") };
}

export default async function RegisterPage() {
  const [t, locale] = await Promise.all([getTranslations("register"), getLocale()]);
  const code = await viewNewCode(await currentActor(), {}, await deps());
  return (
    <main className="si" id="main">
      <section>
        <h1>{t("title")}</h1>
        <p className="sec" style={{ marginBottom: 24 }}>
          {t("intro")} <RuleLink id="R-16" /> <RuleLink id="R-28" />
        </p>
        <ActForm action={registerPartyAction} submit={t("submit")} legal doneTo="/register/done?login={login}">
          <h2>{t("organisation")}</h2>
          <TextField
            name="uscc"
            label={t("uscc")}
            hint={t("usccHint")}
            maxLength={40}
            autoCapitalize="characters"
            spellCheck={false}
          />
          <EntryFields locale={asLocale(locale)} />
          <h2>{t("person")}</h2>
          <p className="hint">{t("personHint")}</p>
          <PersonFields secret={code.secret} qr={<QrCode value={code.address} label={t("totpQr")} size={160} />} />
        </ActForm>
      </section>
      <section className="g">
        <h2>{t("already")}</h2>
        <p>
          <Link href="/sign-in">{t("signIn")}</Link>
        </p>
      </section>
    </main>
  );
}
