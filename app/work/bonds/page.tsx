import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { BondFields } from "@/components/bid/bond-fields";
import { ActForm } from "@/components/ui/act-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { asLocale } from "@/lib/i18n/locale";
import { bondFormWord } from "@/lib/i18n/state-terms";
import { viewBonds } from "@/lib/usecases/bond/give-bond";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { giveBondAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bond"))("title") };
}

/** A bidder's own bonds; nobody else sees who gave one before the announcement (C-7). */
export default async function BondsPage() {
  const all = (await orNotFound(viewBonds(await currentActor()))).filter(({ required, bond }) => required || bond);
  // What is still to be given comes first.
  const lines = [...all.filter(({ bond }) => !bond), ...all.filter(({ bond }) => bond)];
  const [t, locale] = [await getTranslations("bond"), asLocale(await getLocale())];
  return (
    <>
      <PageHeader title={t("title")} />
      <p className="sec">{t("hidden")}</p>
      {lines.length === 0 ? <EmptyState>{t("empty")}</EmptyState> : null}
      {lines.map((line) => (
        <section className="sect" key={line.lotId}>
          <h2>{line.name}</h2>
          <p>
            {t("amount")} <Money value={line.amount} unit />
          </p>
          {line.bond ? (
            <Notice tone="good">
              {t("given", {
                form: bondFormWord(locale, line.bond.form),
                number: line.bond.number,
                state: t(`state.${line.bond.state}`),
              })}
              {line.bond.state === "refundDue" ? (
                <>
                  {"　"}
                  {t("refundDue")} <Instant at={line.bond.refundDue} />
                </>
              ) : null}
              {line.bond.refundedAt ? (
                <>
                  {"　"}
                  {t("refundedAt")} <Instant at={line.bond.refundedAt} />
                  {"　"}
                  {t("interest")} <Money value={line.bond.interestFen} />
                </>
              ) : null}
              {line.bond.keptGround ? `　${t("kept")}：${line.bond.keptGround.replace(/^\w+: /, "")}` : null}
            </Notice>
          ) : null}
          {line.bond && !(line.open && (line.bond.state === "refundDue" || line.bond.state === "refunded")) ? null : (
            <ActForm action={giveBondAction} submit={t("give")} hidden={{ lotId: line.lotId }} scope={line.lotId}>
              <BondFields
                forms={line.forms.map((form) => ({ value: form, label: bondFormWord(locale, form) }))}
                label={t("formLabel")}
                number={t("number")}
                until={{ label: t("validTo"), hint: t("validHint"), value: line.validityTo ?? "" }}
              />
            </ActForm>
          )}
        </section>
      ))}
    </>
  );
}
