"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/field";

export type FormField = {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly hint: string;
  readonly unit?: string;
  /** Source of a regular expression the whole value matches. */
  readonly pattern?: string;
};

type Props = {
  readonly fields: readonly FormField[];
  readonly form: Readonly<Record<string, string>>;
  readonly onChange: (form: Readonly<Record<string, string>>) => void;
};

/** The structured form that is read out at the opening (开标一览表). */
export function BidForm({ fields, form, onChange }: Props) {
  const t = useTranslations("bid");
  return (
    <section>
      <h2>{t("schedule")}</h2>
      <p className="sec">{t("scheduleHint")}</p>
      {fields.map(({ key, label, hint, required, unit, pattern }) => {
        const value = form[key] ?? "";
        const wrong = value !== "" && pattern !== undefined && !new RegExp(pattern).test(value);
        return (
          <TextField
            key={key}
            name={key}
            label={label}
            hint={hint}
            optional={!required}
            {...(unit ? { unit } : {})}
            {...(wrong ? { error: t("wrongForm") } : {})}
            value={value}
            onChange={(event) => onChange({ ...form, [key]: event.target.value.normalize("NFC") })}
          />
        );
      })}
    </section>
  );
}
