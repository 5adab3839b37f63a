import { useTranslations } from "next-intl";
import { TextArea, TextField } from "@/components/ui/field";

type Values = {
  readonly name?: string;
  readonly content?: string;
  readonly estimate?: string;
  readonly durationDays?: string;
};

/** Fields of a lot. */
export function LotFields({ values }: { readonly values: Values }) {
  const t = useTranslations("tender.lot");
  return (
    <>
      <TextField name="name" label={t("name")} hint={t("nameHint")} defaultValue={values.name ?? ""} />
      <TextArea name="content" label={t("content")} defaultValue={values.content ?? ""} rows={4} />
      <TextField
        name="estimate"
        label={t("estimate")}
        hint={t("estimateHint")}
        unit={t("yuan")}
        inputMode="decimal"
        defaultValue={values.estimate ?? ""}
      />
      <TextField
        name="durationDays"
        label={t("duration")}
        unit={t("days")}
        type="number"
        min={1}
        defaultValue={values.durationDays ?? ""}
      />
    </>
  );
}
