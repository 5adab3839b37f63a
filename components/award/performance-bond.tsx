import { useLocale, useTranslations } from "next-intl";
import { BondFields } from "@/components/bid/bond-fields";
import { ActForm } from "@/components/ui/act-form";
import { TextField } from "@/components/ui/field";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { BOND_FORMS } from "@/lib/domain/bond";
import { asLocale } from "@/lib/i18n/locale";
import { bondFormWord } from "@/lib/i18n/state-terms";
import { yuan } from "@/lib/kernel/money";

type Bond = {
  readonly demandedFen: bigint;
  readonly given: { readonly form: string; readonly number: string; readonly amountFen: bigint } | null;
};
type Props = {
  readonly bond: Bond;
  readonly lotId: string;
  /** For the winner, while the contract is not signed. */
  // biome-ignore lint/suspicious/noExplicitAny: a server action made by `action`
  readonly action?: ((previous: any, form: FormData) => Promise<any>) | undefined;
};

/** What the documents demand of the winner before the contract is signed, and what it gave. */
export function PerformanceBond({ bond, lotId, action }: Props) {
  const t = useTranslations("award.performance");
  const locale = asLocale(useLocale());
  if (bond.demandedFen === 0n) return null;
  const { given } = bond;
  return (
    <>
      <h3>{t("title")}</h3>
      <p>
        {t("demanded")} <Money value={bond.demandedFen} unit />
      </p>
      {given ? (
        <Notice tone="good" rules={["R-91"]}>
          {t("given", { form: bondFormWord(locale, given.form), number: given.number })}{" "}
          <Money value={given.amountFen} unit />
        </Notice>
      ) : (
        <Notice tone="attention" rules={["R-91"]}>
          {t(action ? "owed" : "waiting")}
        </Notice>
      )}
      {action && !given ? (
        <ActForm action={action} submit={t("give")} hidden={{ lotId }}>
          <BondFields
            forms={BOND_FORMS.map((form) => ({ value: form, label: bondFormWord(locale, form) }))}
            label={t("form")}
            number={t("number")}
            until={{ label: t("validTo"), hint: null, value: "" }}
          >
            <TextField
              name="amount"
              label={t("amount")}
              unit={t("yuan")}
              inputMode="decimal"
              defaultValue={yuan(bond.demandedFen)}
            />
          </BondFields>
        </ActForm>
      ) : null}
    </>
  );
}
