import { getTranslations } from "next-intl/server";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { CLARIFICATION_KINDS } from "@/lib/usecases/clarification/ask-clarification";
import type { ReviewView } from "@/lib/usecases/evaluation/view-review";
import { askClarificationAction } from "./review-actions";

/** Asks a bidder in writing; the question goes out without the member's name. */
export async function AskClarification({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review.ask");
  const rejected = new Set(view.bids.filter(({ rejection }) => rejection).map(({ digest }) => digest));
  return (
    <ConfirmAct label={t("act")} title={t("title")} action={askClarificationAction} hidden={{ lotId: view.lot.id }}>
      <p>{t("effect")}</p>
      <SelectField
        name="bid"
        label={t("bid")}
        options={view.columns.filter(({ key }) => !rejected.has(key)).map(({ key, label }) => ({ value: key, label }))}
      />
      <SelectField
        name="kind"
        label={t("kind")}
        options={CLARIFICATION_KINDS.map((kind) => ({
          value: kind,
          label: t(`kinds.${kind}`),
        }))}
      />
      <TextArea name="question" label={t("question")} minLength={4} />
      <TextField name="minutes" label={t("minutes")} unit={t("unit")} defaultValue="30" inputMode="numeric" />
    </ConfirmAct>
  );
}
