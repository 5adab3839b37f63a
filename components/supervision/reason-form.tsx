import { useTranslations } from "next-intl";
import { ActForm } from "@/components/ui/act-form";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";

type Props = {
  readonly lotId: string;
  // biome-ignore lint/suspicious/noExplicitAny: a server action made by `action`
  readonly action: (previous: any, form: FormData) => Promise<any>;
};

/** Before a supervisor looks into an opened lot it says why; reason and look are in the record. */
export function ReasonForm({ lotId, action }: Props) {
  const t = useTranslations("oversight.look");
  return (
    <section className="sect">
      <h2>{t("title")}</h2>
      <Notice rules={["R-159"]}>{t("lead")}</Notice>
      <ActForm action={action} submit={t("go")} hidden={{ lotId }}>
        <TextArea name="reason" label={t("reason")} hint={t("hint")} />
      </ActForm>
    </section>
  );
}
