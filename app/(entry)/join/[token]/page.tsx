import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { PersonFields } from "@/components/identity/person-fields";
import { ActForm } from "@/components/ui/act-form";
import { DefinitionList } from "@/components/ui/definition-list";
import { Notice } from "@/components/ui/notice";
import { QrCode } from "@/components/ui/qr-code";
import { Refusal } from "@/lib/domain/refusal";
import type { Role } from "@/lib/domain/actor";
import { beijingDate } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import { ROLE_TERMS, word } from "@/lib/i18n/terms";
import { type InvitationView, viewInvitation, viewInvitationInput } from "@/lib/usecases/member/accept-invitation";
import { viewNewCode } from "@/lib/usecases/member/view-new-code";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";
import { joinAsMeAction, joinAsNewAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  // The address is a secret: it must not travel on as a referrer.
  return { title: (await getTranslations("join"))("title"), referrer: "no-referrer", robots: { index: false } };
}

export default async function JoinPage({ params }: { readonly params: Promise<{ readonly token: string }> }) {
  const { token } = await params;
  const [t, r, actor, offer] = await Promise.all([
    getTranslations("join"),
    getTranslations("register"),
    currentActor(),
    offerOf(token),
  ]);
  if (!offer)
    return (
      <main className="si" id="main">
        <section>
          <h1>{t("title")}</h1>
          <Notice tone="attention">{t("over")}</Notice>
        </section>
      </main>
    );
  const code = await viewNewCode(actor, {}, await deps());
  const me = actor.personId !== null;
  return (
    <main className="si" id="main">
      <section>
        <h1>{t("offer", { party: offer.partyName })}</h1>
        <Offer offer={offer} />
        {me ? (
          <ActForm action={joinAsMeAction} submit={t("asMe")} hidden={{ token }} legal doneTo="/sign-in/choose">
            <p className="sec">{t("asMeHint", { name: actor.name })}</p>
          </ActForm>
        ) : (
          <>
            <h2>{t("asNew")}</h2>
            <p className="sec" style={{ margin: "4px 0 16px" }}>
              <Link href={`/sign-in?next=/join/${token}`}>{t("signInFirst")}</Link>
            </p>
            <ActForm
              action={joinAsNewAction}
              submit={t("submit")}
              hidden={{ token }}
              legal
              doneTo="/sign-in?way=password"
            >
              <PersonFields
                secret={code.secret}
                qr={<QrCode value={code.address} label={r("totpQr")} size={160} />}
                name={offer.name}
                phone={offer.phone}
              />
            </ActForm>
          </>
        )}
      </section>
    </main>
  );
}

/** What the address offers; null when it offers nothing (any more). */
async function offerOf(token: string): Promise<InvitationView | null> {
  const parsed = viewInvitationInput.safeParse({ token });
  if (!parsed.success) return null;
  try {
    return await viewInvitation(await currentActor(), parsed.data, await deps());
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function Offer({ offer }: { readonly offer: InvitationView }) {
  const [t, o, locale] = await Promise.all([getTranslations("join"), getTranslations("organisation"), getLocale()]);
  const from = beijingDate(offer.validFrom);
  const validity = offer.validTo
    ? t("fromTo", { from, to: beijingDate(new Date(offer.validTo.getTime() - 1)) })
    : t("from", { from });
  const duties = offer.duties.map((duty) => (o.has(`dutyNames.${duty}`) ? o(`dutyNames.${duty}`) : duty));
  return (
    <DefinitionList
      layout="pairs"
      items={[
        { term: o("uscc"), value: <span className="num">{offer.uscc}</span> },
        { term: t("role"), value: word(asLocale(locale), ROLE_TERMS[offer.role as Role]) },
        { term: t("duties"), value: duties.join(locale === "en" ? ", " : "、") },
        { term: t("validity"), value: <span className="num">{validity}</span> },
      ]}
    />
  );
}
