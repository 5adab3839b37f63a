import { getTranslations } from "next-intl/server";
import { ActForm } from "@/components/ui/act-form";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { SelectField, TextArea } from "@/components/ui/field";
import type { CommitteeView } from "@/lib/usecases/committee/view-committee";
import { formCommitteeAction } from "./actions";

const REGIONS = ["any", "local", "outside"] as const;

/** The decision on the committee: how many, which specialty, from where, whom to avoid, who of the tenderee. */
export async function FormCommittee({ view }: { readonly view: CommitteeView }) {
  const t = await getTranslations("committee.host");
  const { lot, committee, rules, specialties, staff, venues } = view;
  return (
    <section className="sect">
      <h2>{t("form")}</h2>
      {committee ? <p className="sec">{t("reformHint")}</p> : null}
      <ActForm
        action={formCommitteeAction}
        submit={t(committee ? "reform" : "formAct")}
        hidden={{ lotId: lot.id }}
        kind={committee ? "plain" : "primary"}
        legal
      >
        <SelectField
          name="size"
          label={t("size")}
          hint={t(rules.water ? "sizeWater" : "sizeHint")}
          defaultValue={String(committee?.size ?? rules.minSize)}
          options={rules.sizes.map(({ size, experts }) => ({
            value: String(size),
            label: t("sizeOption", { size, experts }),
          }))}
        />
        <SelectField
          name="specialty"
          label={t("specialty")}
          defaultValue={committee?.specialty ?? specialties[0]?.name ?? ""}
          options={specialties.map(({ name, experts }) => ({
            value: name,
            label: t("specialtyOption", { name, experts }),
          }))}
        />
        <ChoiceGroup
          kind="radio"
          name="regionRule"
          label={t("region")}
          options={REGIONS.map((rule) => ({ value: rule, label: t(`regions.${rule}`) }))}
          chosen={[committee?.regionRule ?? "any"]}
        />
        {venues.length > 0 ? (
          <SelectField
            name="venue"
            label={t("venue")}
            hint={t("venueHint")}
            placeholder={t("anywhere")}
            defaultValue={committee?.venue ?? ""}
            options={venues.map((name) => ({ value: name, label: name }))}
            optional
          />
        ) : null}
        {staff.length > 0 ? (
          <ChoiceGroup
            kind="checkbox"
            name="representatives"
            label={t("representatives")}
            hint={t("representativesHint")}
            options={staff.map(({ personId, name }) => ({ value: personId, label: name }))}
            chosen={committee?.representatives ?? []}
            optional
          />
        ) : null}
        <TextArea
          name="avoid"
          label={t("avoid")}
          hint={t("avoidHint")}
          rows={3}
          defaultValue={committee?.avoid.join("\n") ?? ""}
          optional
        />
      </ActForm>
    </section>
  );
}
