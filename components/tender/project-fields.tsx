import { useTranslations } from "next-intl";
import { RuleLinks } from "@/components/ui/rule-link";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { ChoiceGroup } from "@/components/ui/choice-field";

export type ProjectValues = Readonly<Record<string, string>>;
type Option = { readonly value: string; readonly label: string };

/** Fields of a project, for entry and correction; words of the field names in `tender.project`. */
export function ProjectFields({
  values,
  regions,
  agency,
}: {
  readonly values: ProjectValues;
  readonly regions: readonly Option[];
  readonly agency: boolean;
}) {
  const t = useTranslations("tender.project");
  const text = (name: string, extra: object = {}) => (
    <TextField key={name} name={name} label={t(name)} defaultValue={values[name] ?? ""} {...extra} />
  );
  return (
    <>
      {agency ? text("tendereeUscc", { hint: t("tendereeHint"), maxLength: 18 }) : null}
      {text("name")}
      <div className="two">
        <SelectField
          name="regionCode"
          label={t("regionCode")}
          options={[...regions]}
          defaultValue={values.regionCode ?? "520100"}
        />
        {text("industryCode", { hint: t("industryHint"), placeholder: "E48", short: true })}
      </div>
      {text("investProjectCode", { optional: true, hint: t("investHint") })}
      {text("address")}
      <div className="two">
        {text("ownerName")}
        {text("fundSource")}
      </div>
      <TextArea name="scale" label={t("scale")} defaultValue={values.scale ?? ""} rows={3} />
      <h2>
        {t("approval")} <RuleLinks ids={["R-04", "R-05"]} />
      </h2>
      <p className="hint">{t("approvalHint")}</p>
      {text("approvalName", { optional: true })}
      <div className="two">
        {text("approvalNo", { optional: true })}
        {text("approvalAuthority", { optional: true })}
      </div>
      <ChoiceGroup
        kind="radio"
        name="approvedMode"
        label={t("approvedMode")}
        chosen={[values.approvedMode ?? "open"]}
        options={[
          { value: "open", label: t("modeOpen") },
          { value: "invited", label: t("modeInvited") },
        ]}
      />
      <TextArea name="exemption" label={t("exemption")} optional defaultValue={values.exemption ?? ""} rows={2} />
      <div className="two">
        {text("contactName")}
        {text("contactPhone")}
      </div>
    </>
  );
}
