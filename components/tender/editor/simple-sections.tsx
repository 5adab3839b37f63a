"use client";

import { useLocale, useTranslations } from "next-intl";
import { TextArea, TextField } from "@/components/ui/field";
import { RuleLinks } from "@/components/ui/rule-link";
import { BOND_FORMS, type BondForm } from "@/lib/domain/bond";
import type { BondTerms, ContactTerms, ContractTerms, TechnicalTerms } from "@/lib/domain/terms";
import { asLocale } from "@/lib/i18n/locale";
import { bondFormWord } from "@/lib/i18n/state-terms";
import { SectionFrame } from "./section-frame";
import { type SectionProps, useSection } from "./use-section";
import { YuanInput } from "./yuan-input";

export function TechnicalSection(props: SectionProps<TechnicalTerms>) {
  const t = useTranslations("tender.technical");
  const { value, set, saving } = useSection(props);
  return (
    <SectionFrame saving={saving}>
      <TextArea
        name="requirements"
        label={t("requirements")}
        rows={10}
        value={value.requirements}
        onChange={(e) => set({ ...value, requirements: e.target.value })}
      />
      <TextArea
        name="standards"
        label={t("standards")}
        optional
        rows={4}
        value={value.standards}
        onChange={(e) => set({ ...value, standards: e.target.value })}
      />
      <TextField
        name="quality"
        label={t("quality")}
        hint={t("qualityHint")}
        value={value.quality}
        onChange={(e) => set({ ...value, quality: e.target.value })}
      />
    </SectionFrame>
  );
}

export function ContractSection(props: SectionProps<ContractTerms>) {
  const t = useTranslations("tender.contract");
  const { value, set, saving } = useSection(props);
  return (
    <SectionFrame saving={saving}>
      <TextArea
        name="mainTerms"
        label={t("mainTerms")}
        rows={10}
        value={value.mainTerms}
        onChange={(e) => set({ ...value, mainTerms: e.target.value })}
      />
      <TextArea
        name="payment"
        label={t("payment")}
        rows={4}
        value={value.payment}
        onChange={(e) => set({ ...value, payment: e.target.value })}
      />
      <TextField
        name="performanceBondBp"
        label={t("performanceBond")}
        hint={
          <>
            {t("performanceHint")} <RuleLinks ids={["R-91"]} />
          </>
        }
        unit="%"
        type="number"
        min={0}
        max={100}
        step={0.01}
        value={String(value.performanceBondBp / 100)}
        onChange={(e) => set({ ...value, performanceBondBp: Math.round(Number(e.target.value) * 100) })}
      />
    </SectionFrame>
  );
}

export function ContactSection(props: SectionProps<ContactTerms>) {
  const t = useTranslations("tender.contactSection");
  const { value, set, saving } = useSection(props);
  return (
    <SectionFrame saving={saving}>
      <p className="hint">
        {t("hint")} <RuleLinks ids={["R-43"]} />
      </p>
      {(["name", "phone", "email", "address"] as const).map((key) => (
        <TextField
          key={key}
          name={key}
          label={t(key)}
          optional={key === "email"}
          value={value[key]}
          onChange={(e) => set({ ...value, [key]: e.target.value })}
        />
      ))}
    </SectionFrame>
  );
}

export function BondSection(props: SectionProps<BondTerms>) {
  const t = useTranslations("tender.bond");
  const locale = asLocale(useLocale());
  const { value, set, saving } = useSection(props);
  const toggle = (form: BondForm, on: boolean) =>
    set({ ...value, forms: BOND_FORMS.filter((one) => (one === form ? on : value.forms.includes(one))) });
  return (
    <SectionFrame saving={saving}>
      <div className="field">
        <label className="chk">
          <input
            type="checkbox"
            checked={value.required}
            onChange={(e) => set({ ...value, required: e.target.checked })}
          />
          <span>{t("required")}</span>
        </label>
      </div>
      {value.required ? (
        <>
          <YuanInput
            name="amount"
            label={t("amount")}
            hint={
              <>
                {t("amountHint")} <RuleLinks ids={["R-85"]} />
              </>
            }
            value={value.amount}
            onChange={(amount) => set({ ...value, amount: amount || "0.00" })}
          />
          <fieldset className="field">
            <legend>{t("forms")}</legend>
            <p className="hint">
              {t("formsHint")} <RuleLinks ids={["R-92"]} />
            </p>
            {BOND_FORMS.map((form) => (
              <label className="chk" key={form}>
                <input
                  type="checkbox"
                  checked={value.forms.includes(form)}
                  onChange={(e) => toggle(form, e.target.checked)}
                />
                <span>{bondFormWord(locale, form)}</span>
              </label>
            ))}
          </fieldset>
        </>
      ) : null}
    </SectionFrame>
  );
}
